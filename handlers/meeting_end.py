"""Ending a meeting: by button or word, and the form that lists what no other meeting takes in time."""

from bot.kit import Ask
from bot.services import meeting_ending
from bot.slack.story import Answer, Form, Reply, Story
from bot.typed_meetings import unit_in

story = Story("meetings")


@story.button("dmm.end")
async def end(ask: Ask) -> Answer:
    """End it, as a form asks; or `end CODE why`, where something is left that no other meeting takes."""
    code, _, line = ask.text.partition(" ")
    if code.upper() in ask.kit.force.codes["left_open"]:
        ended = await ask.decide(meeting_ending.end, ask.request(), unit_in(ask), code.upper(), line)
        return Reply("meetings/ended", {"ended": ended})
    unit = ask.value or unit_in(ask, ask.text)
    left = await ask.read(meeting_ending.before_it_ends, ask.person.collar, unit)
    return Form("meetings/end", {"ending": left, "codes": ask.kit.force.codes["left_open"]}, metadata=unit)


@story.form("meeting.end")
async def filled(ask: Ask) -> Answer:
    """End it as the form says."""
    why, line = str(ask.values.get("why") or ""), str(ask.values.get("line") or "")
    return Reply(
        "meetings/ended",
        {"ended": await ask.decide(meeting_ending.end, ask.request(), ask.metadata, why, line)},
    )
