"""What everybody does at a board: *I'm here*, *Reviewed*, *Read the rest out*, and its further pages."""

from bot.domain.telling import RESTRICTED
from bot.kit import Ask
from bot.services.case import Target
from bot.services.meetings import reviewing, starting
from bot.slack.story import Answer, Form, Reply, Story
from bot.typed import carried, target_of
from bot.typed_meetings import unit_in

story = Story("meetings")


@story.button("dmm.here")
async def here(ask: Ask) -> Answer:
    """Say that one is at the meeting: `here [unit]`."""
    fresh = await ask.decide(starting.come, ask.request(), ask.value or unit_in(ask, ask.text))
    return Reply("meetings/here", {"fresh": fresh})


async def review(ask: Ask) -> Answer:
    """Mark an item as reviewed: `review REF line`; without a line, a form asks for it."""
    if not ask.words:
        return Form("decisions/ref", {}, metadata=f"{ask.origin} review")
    ref, _, line = ask.text.partition(" ")
    target = await ask.find(ref)
    return await _review(ask, target, line) if line else _form(carried(target))


@story.verb("reviewed")
async def pressed(ask: Ask) -> Answer:
    """Ask for the line."""
    return _form(ask.value)


def _form(handle: str) -> Answer:
    return Form("meetings/review", {"key": target_of(handle).key}, metadata=handle)


@story.form("meeting.review")
async def filled(ask: Ask) -> Answer:
    """Mark it with the line that the form says."""
    return await _review(ask, target_of(ask.metadata), ask.given("line"))


async def _review(ask: Ask, target: Target, line: str) -> Answer:
    done = await ask.decide(reviewing.review, ask.request(), target, line)
    return Reply("meetings/reviewed", {"incident": done})


@story.button("dmm.read_out")
async def read_out(ask: Ask) -> Answer:
    """Have the rest read out: `read-out [unit]`; in the restricted channel, what is restricted."""
    unit, _, part = ask.value.partition(":")
    secluded = part == RESTRICTED or (not ask.value and ask.channel == ask.kit.force.restricted_channel)
    count = await ask.decide(reviewing.read_out, ask.request(), unit or unit_in(ask, ask.text), secluded)
    return Reply("meetings/read_out", {"count": count})
