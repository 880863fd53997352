"""What is done with the items of a board: reviewed once, decided by whomever, read out, promised, moved."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from bot.domain.refusal import Refused
from bot.services.case import Target
from bot.services.meetings import boards, promises, resources, reviewing
from tests.builders import (
    INSPECTOR,
    OFFICER,
    OTHER_OFFICER,
    ROSTER,
    SERGEANT,
    Station,
    key_of,
    refused,
    report,
)
from tests.services.meeting_days import (
    CHAIR,
    DAY,
    LISTS,
    MEETS,
    UNIT,
    at,
    end,
    facts,
    items,
    keep,
    kinds,
    of_the_night,
    request,
    start,
)

AHEAD = MEETS + timedelta(hours=5)


@pytest.fixture
def board(empty: Station) -> Station:
    """A meeting that has begun, with two thefts and a restricted incident."""
    of_the_night(empty)
    keep(empty, LISTS)
    start(at(empty, MEETS))
    return at(empty, MEETS + timedelta(minutes=5))


def review(board: Station, number: str, line: str = "statement booked", by: str = SERGEANT) -> Any:
    """Mark an item as reviewed."""
    return board.do(reviewing.review, request(board, by), Target(key_of(number)), line)


def read_out(board: Station, by: str = CHAIR, secluded: bool = False) -> Any:
    """Have the rest read out."""
    return board.do(reviewing.read_out, request(board, by), UNIT, secluded)


def promise(board: Station, line: str = "take the statement", by: str = SERGEANT) -> Any:
    """Let an officer promise something about 301."""
    said = (Target(key_of("301")), OFFICER, line, AHEAD)
    return board.do(promises.promise, request(board, by), *said)


def test_a_review_stands_on_the_board_and_on_both_trails(board: Station) -> None:
    review(board, "301")
    item = items(board)["301"]
    assert (item.how, item.line, item.by) == ("reviewed", "statement booked", SERGEANT)
    assert board.about("301").kinds()[-1] == "item_reviewed"
    assert kinds(board)[-1] == "item_reviewed"


def test_of_two_who_review_at_once_the_second_is_told_of_the_first(board: Station) -> None:
    def tried(by: str) -> str:
        try:
            review(board, "301", f"said by {by}", by)
        except Refused as told:
            return told.message_id
        return "reviewed"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(tried, (SERGEANT, INSPECTOR))) == ["already_reviewed", "reviewed"]
    assert kinds(board).count("item_reviewed") == 1


def test_a_review_needs_a_line_about_the_work(board: Station) -> None:
    assert refused(review, board, "301", "  ").message_id == "say_what"
    assert refused(review, board, "301", "victim Gwen Jones, 42").message_id == "about_a_person"
    assert refused(review, board, "301", "x" * 200).message_id == "line_too_long"
    assert refused(review, board, "301", by=OFFICER).message_id == "not_permitted"
    assert items(board)["301"].how == "open"


def test_what_is_decided_while_it_runs_is_noted_whoever_decides(board: Station) -> None:
    board.about("301").allocate(SERGEANT, OFFICER)
    board.about("302").record(OTHER_OFFICER, "47/302/26")
    found = items(board)
    assert (found["301"].how, found["301"].what, found["301"].by) == (
        "decided",
        "incident_allocated",
        SERGEANT,
    )
    assert (found["302"].what, found["302"].by) == ("crime_recorded", OTHER_OFFICER)
    assert [f["values"]["what"] for f in facts(board) if f["kind"] == "item_decided"] == [
        "incident_allocated",
        "crime_recorded",
    ]


def test_what_was_reviewed_and_then_decided_keeps_its_line(board: Station) -> None:
    review(board, "301", "give it to the late turn")
    board.about("301").allocate(SERGEANT, OFFICER)
    assert (items(board)["301"].how, items(board)["301"].line) == ("decided", "give it to the late turn")
    board.about("302").allocate(SERGEANT, OFFICER)
    review(board, "302", "he knows the place")
    assert (items(board)["302"].how, items(board)["302"].line) == ("decided", "he knows the place")


def test_nothing_is_noted_where_no_meeting_runs(board: Station) -> None:
    end(board, CHAIR, "OUT", "by phone")
    board.about("301").allocate(SERGEANT, OFFICER)
    assert items(board)["301"].how == "left"
    assert refused(review, board, "302").message_id == "not_on_a_board"


def test_the_rest_is_read_out_and_does_not_count_as_reviewed(board: Station) -> None:
    review(board, "301")
    assert read_out(board) == 1
    assert {n: i.how for n, i in items(board).items()} == {
        "301": "reviewed", "302": "read_out", "303": "open",
    }  # fmt: skip
    assert refused(read_out, board).message_id == "nothing_to_read_out"
    assert refused(end, board).values["count"] == 2
    end(board, CHAIR, "RDO", "nothing to add")
    assert (items(board)["302"].how, items(board)["302"].no_meeting) == ("read_out", True)


def test_what_is_restricted_is_read_out_on_its_own_part_alone(board: Station) -> None:
    assert read_out(board, INSPECTOR, secluded=True) == 1
    assert items(board)["303"].how == "read_out"
    assert items(board)["301"].how == "open"
    assert refused(read_out, board, SERGEANT).message_id == "not_permitted"


def test_a_restricted_item_is_on_its_own_part_and_known_to_few(board: Station) -> None:
    open_part = board.see(boards.of, UNIT, DAY, "en")
    secluded = board.see(boards.of, UNIT, DAY, "en", True)
    assert [each.line.key.number for each in open_part.items] == ["301", "302"]
    assert [each.line.key.number for each in secluded.items] == ["303"]
    assert (open_part.restricted, open_part.total, secluded.total) == (1, 2, 1)
    assert refused(review, board, "303").message_id == "unknown_incident"
    review(board, "303", by=INSPECTOR)
    assert [m.channel for m in board.messages("dmm_board")] == ["bcu-carmarthenshire", "restricted-incidents"]


def test_what_becomes_restricted_while_it_runs_changes_its_part(board: Station) -> None:
    board.receive(report("302", "rape", ago=8))
    assert [e.line.key.number for e in board.see(boards.of, UNIT, DAY, "en").items] == ["301"]
    assert len(board.see(boards.of, UNIT, DAY, "en", True).items) == 2


def test_what_comes_in_while_it_runs_is_counted_beside_the_board(board: Station) -> None:
    board.receive(report("309", ago=5.4))
    shown = board.see(boards.of, UNIT, DAY, "en")
    assert (shown.came_in, shown.total) == (1, 2)


def test_a_promise_is_owed_until_somebody_says_it_is_done(board: Station) -> None:
    promise(board)
    [owed] = board.see(promises.owed_to, UNIT)
    assert (owed.promise.collar, owed.promise.line, owed.key.number) == (OFFICER, "take the statement", "301")
    ident = board.see(promises.meant, Target(key_of("301")), _who(board, OFFICER))
    board.do(promises.keep, request(board, OFFICER), ident)
    assert board.see(promises.owed_to, UNIT) == ()
    assert refused(board.do, promises.keep, request(board, SERGEANT), ident).message_id == "promise_kept"
    assert [k for k in board.about("301").kinds() if "promise" in k] == ["promise_made", "promise_kept"]


def _who(board: Station, collar: str) -> Any:
    return board.store.roster.by_collar(collar)


def test_a_promise_is_ahead_about_the_work_and_of_an_item(board: Station) -> None:
    late = at(board, AHEAD + timedelta(minutes=1))
    assert refused(promise, late).message_id == "not_ahead"
    assert refused(promise, board, "").message_id == "say_what"
    assert refused(promise, board, "ring 07700 900123").message_id == "about_a_person"
    nobody = refused(board.see, promises.meant, Target(key_of("302")), _who(board, OFFICER))
    assert nobody.message_id == "nothing_promised"


def test_resources_are_noted_with_their_end(board: Station) -> None:
    def move(collar: str, line: str, to_unit: str = "powys", until: Any = AHEAD, by: str = SERGEANT) -> Any:
        return board.do(resources.move, request(board, by), UNIT, collar, line, to_unit, until)

    move(OFFICER, "with the van")
    move("", "two response officers")
    shown = board.see(boards.of, UNIT, DAY, "en").resources
    assert [(r.collar, r.line, r.to_unit) for r in shown] == [
        (OFFICER, "with the van", "powys"), (None, "two response officers", "powys"),
    ]  # fmt: skip
    assert refused(move, "", "").message_id == "say_what"
    assert refused(move, OFFICER, "", "nowhere").message_id == "unknown_unit"
    assert refused(move, OFFICER, "", "powys", MEETS).message_id == "not_ahead"
    assert refused(move, OFFICER, "", by=OFFICER).message_id == "not_permitted"
    assert kinds(board).count("resource_moved") == 2


def test_pages_of_the_restricted_part_are_for_whoever_may_see_it(board: Station) -> None:
    sergeant, inspector = ROSTER.by_collar(SERGEANT), ROSTER.by_collar(INSPECTOR)
    secluded = board.see(boards.page, inspector, UNIT, DAY, "en", True)
    assert [item.line.key.number for item in secluded.items] == ["303"]
    asked = partial(refused, board.see, boards.page, sergeant)
    assert asked(UNIT, DAY, "en", True).message_id == "restricted_only"
    assert asked("gwent", DAY, "en", False).message_id == "stale"
