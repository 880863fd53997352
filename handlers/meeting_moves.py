"""What a meeting moves: the board's *Move resources*, its form, and `/dmm move`."""

from bot.kit import Ask
from bot.services.incidents.listings import unit_meant
from bot.services.meetings import resources
from bot.slack.story import Answer, Form, Reply, Story
from bot.typed import officer_meant, time_after
from bot.typed_meetings import instant_ahead, unit_in

story = Story("meetings")


@story.button("dmm.move")
async def move(ask: Ask) -> Answer:
    """Move an officer, or what is named: `move @officer|what to UNIT until 18:00`; else a form asks."""
    until, words = time_after(ask.words, "until")
    if not until or "to" not in words[1:-1]:
        unit = ask.value or unit_in(ask)
        return Form("meetings/move", {"units": ask.kit.force.units}, metadata=unit)
    place = len(words) - 1 - words[::-1].index("to")
    what, to_unit = words[:place], unit_meant(ask.kit.force, " ".join(words[place + 1 :]).lower())
    collar = officer_meant(ask, what[0]).collar if what[0].startswith(("@", "<@")) else ""
    return await _move(ask, unit_in(ask), collar, " ".join(what[bool(collar) :]), to_unit, until)


@story.form("meeting.move")
async def filled(ask: Ask) -> Answer:
    """Note what the form says."""
    collar, line = str(ask.values.get("officer") or ""), str(ask.values.get("line") or "")
    until = f"{ask.values.get('day') or ''} {ask.given('until')}".strip()
    return await _move(ask, ask.metadata, collar, line, ask.given("unit"), until)


async def _move(ask: Ask, unit: str, collar: str, line: str, to_unit: str, until: str) -> Answer:
    ends = instant_ahead(ask, until, "until")
    await ask.decide(resources.move, ask.request(), unit, collar, line, to_unit, ends)
    said = {"collar": collar, "line": line, "unit": ask.kit.force.units[to_unit], "until": ends}
    return Reply("meetings/moved", said)
