"""Coming on and going off duty: `/on-duty`, `/off-duty`, and a cover that declines."""

from dataclasses import replace

from bot.domain.refusal import Refused
from bot.kit import Ask
from bot.services.duty import changes, cover
from bot.slack.story import Answer, Reply, Story
from bot.typed import number_carried
from bot.typed_duty import SURE, said_of_duty

story = Story("duty")


@story.command("on-duty", "[@officer] [until 22:00]")
async def on(ask: Ask) -> Answer:
    """Put the asker, or an officer of theirs, on duty; a stretch that is very long is asked for again."""
    said = said_of_duty(ask)
    try:
        done = await ask.decide(changes.on_duty, ask.request(), said.collar, said.until, said.sure)
    except Refused as refused:
        if refused.message_id != "long_stretch":
            raise
        return Reply("duty/sure", {**refused.values, "again": f"{ask.text} {SURE}"})
    return Reply("duty/entered", {"done": done})


@story.button("duty.sure")
async def sure(ask: Ask) -> Answer:
    """Yes, that long."""
    return await on(replace(ask, text=ask.value))


@story.command("off-duty", "[@officer] [from 28/11 07:00] [until 5/12 07:00] [cover @inspector]")
async def off(ask: Ask) -> Answer:
    """Take the asker, or an officer of theirs, off duty: to the tour's end, or until they say."""
    said = said_of_duty(ask)
    request = ask.request()
    done = await ask.decide(changes.off_duty, request, said.collar, said.begins, said.until, said.cover)
    return Reply("duty/entered", {"done": done})


@story.button("cover.decline")
async def decline(ask: Ask) -> Answer:
    """Say that one does not cover."""
    declined = await ask.decide(cover.decline, ask.request(), number_carried(ask.value))
    return Reply("duty/declined", {"cover": declined})
