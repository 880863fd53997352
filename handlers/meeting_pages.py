"""The further pages of a board: *And 12 more*, forward and back."""

from datetime import date

from bot.domain.refusal import Refused
from bot.domain.telling import RESTRICTED
from bot.kit import Ask
from bot.services.meetings import boards
from bot.slack.bulletins.meetings import page_of
from bot.slack.story import Answer, Form, Story

story = Story("meetings")


@story.button("dmm.more", "dmm.next", "dmm.back")
async def more(ask: Ask) -> Answer:
    """The items of a board from one on; its button carries the unit, the day, the part and the place."""
    unit, day, part, first = _read(ask.value)
    found = await ask.read(boards.page, ask.person, unit, day, ask.lang, part == RESTRICTED)
    return Form("meetings/more", page_of(found, first), in_place=True)


def _read(value: str) -> tuple[str, date, str, int]:
    try:
        unit, day, part, first = value.split(":")
        return unit, date.fromisoformat(day), part, max(int(first), 0)
    except ValueError:
        raise Refused("stale") from None
