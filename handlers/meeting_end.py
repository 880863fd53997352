"""Ending a meeting: by button or word, and the form that lists what no other meeting takes in time."""

from bot.domain.refusal import Refused
from bot.kit import Ask
from bot.services.meetings import ending
from bot.slack.story import Answer, Form, Reply, Story
from bot.typed_meetings import unit_in

story = Story("meetings")


@story.button("dmm.end")
async def end(ask: Ask) -> Answer:
    """End it, as a form asks; or `end CODE why`, where something is left that no other meeting takes."""
    code, _, line = ask.text.partition(" ")
    if code.upper() in ask.kit.force.codes["left_open"]:
        ended = await ask.decide(ending.end, ask.request(), unit_in(ask), code.upper(), line)
        return Reply("meetings/ended", {"ended": ended})
    unit = ask.value or await _unit_meant(ask, code if line else "")
    left = await ask.read(ending.before_it_ends, ask.person.collar, unit)
    return Form("meetings/end", {"ending": left, "codes": ask.kit.force.codes["left_open"]}, metadata=unit)


async def _unit_meant(ask: Ask, code: str) -> str:
    """The unit that is named; where a line follows what is none, a code was meant: of a meeting that runs."""
    try:
        return unit_in(ask, ask.text)
    except Refused:
        if not code:
            raise
    await ask.read(ending.before_it_ends, ask.person.collar, unit_in(ask))
    raise Refused("unknown_code", typed=code[:10], codes=tuple(ask.kit.force.codes["left_open"].values()))


@story.form("meeting.end")
async def filled(ask: Ask) -> Answer:
    """End it as the form says."""
    why, line = str(ask.values.get("why") or ""), str(ask.values.get("line") or "")
    return Reply(
        "meetings/ended",
        {"ended": await ask.decide(ending.end, ask.request(), ask.metadata, why, line)},
    )
