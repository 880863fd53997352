"""However much stands on a board, and however long its lines are, Slack takes the message."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from bot.domain.incident import IncidentKey
from bot.domain.meeting import How
from bot.domain.meeting_views import Board, BoardItem, Chaired, MeetingRecord
from bot.services.meetings import boards, records
from bot.slack.bulletins import meetings
from bot.slack.bulletins.reading import present
from bot.slack.render import Renderer
from tests.templates.meeting_cases import BACK, DAY, MOVED, OVER, OWED, RUNS, board, item
from tests.templates.things import AT, LINE, PRESENT

LONGEST = (
    "&" * 150,
    "go on with the door to door enquiries " * 3,
)  # in Slack an ampersand is five characters
PLACE: Any = SimpleNamespace(subject=f"carmarthenshire:{DAY}")


def full(meeting: Any, said: str, how: How) -> Board:
    """A board of three hundred items on which as much was said, promised and moved as a line takes."""
    keys = [IncidentKey("dyfed-powys", DAY, str(1000 + n)) for n in range(300)]
    each = item(how, line=said)
    offer = replace(BACK, answer_line=said)
    items = tuple(BoardItem(replace(LINE, key=key), each, offer) for key in keys)
    owed = tuple(replace(OWED, key=key, promise=replace(OWED.promise, line=said)) for key in keys)
    moved = (replace(MOVED, line=said),) * 300
    more = {"items": items, "promises": owed, "resources": moved, "counts": Counter({how.value: 300})}
    return board(meeting, **more)


def reading(found: Any) -> Callable[..., Any]:
    """A database that holds a board, or a record, and nothing else."""

    async def read(query: Any, *_: Any) -> Any:
        held = {boards.of: found, records.of: found, present: PRESENT}
        return held.get(query)

    return read


@pytest.mark.parametrize("said", LONGEST)
@pytest.mark.parametrize("lang", ["en", "cy"])
async def test_a_board_of_three_hundred_is_shown_and_counts_the_rest(
    words: Renderer, lang: str, said: str
) -> None:
    found = full(RUNS, said, How.REVIEWED)
    shown = await meetings.board(reading(found), words, lang, PLACE)
    assert shown is not None
    assert "dmm.more" in str(shown["blocks"])


@pytest.mark.parametrize("said", LONGEST)
@pytest.mark.parametrize("lang", ["en", "cy"])
async def test_a_record_of_three_hundred_is_shown_however_often_the_chair_changed(
    words: Renderer, lang: str, said: str
) -> None:
    made = full(OVER, said, How.REVIEWED)
    chairs = tuple(Chaired("3101", AT, True) for _ in range(90))
    found = MeetingRecord(OVER, made, chairs, made.counts, 300)
    shown = await meetings.record(reading(found), words, lang, PLACE)
    assert shown is not None
    assert len(shown["blocks"]) > 5
