"""One unit offers an incident, another takes it or says why not; the feed never moves it back in silence."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.promise import UnitOffer
from bot.services.case import Target
from bot.services.meetings import lists, unit_offers
from bot.store import unit_offers as stored
from tests.builders import FIM, INSPECTOR, OTHER_SERGEANT, SERGEANT, Station, key_of, refused, report
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
    request,
    start,
)

POWYS_SERGEANT = "1104"
DUE_AT_0920 = datetime(2026, 11, 21, 9, 20, tzinfo=UTC)


@pytest.fixture
def board(empty: Station) -> Station:
    """A meeting that has begun, with a theft and a restricted incident."""
    empty.receive(report("301", ago=10), report("303", "rape", ago=7))
    keep(empty, LISTS)
    start(at(empty, MEETS))
    return at(empty, MEETS + timedelta(minutes=5)).about("301")


def offer(
    board: Station, to_unit: str = "powys", line: str = "", by: str = SERGEANT, number: str = "301"
) -> UnitOffer:
    """Offer an incident to a unit."""
    said = (Target(key_of(number)), to_unit, line)
    made: UnitOffer = board.do(unit_offers.offer, request(board, by), *said).offer
    return made


def accept(board: Station, made: UnitOffer, by: str = POWYS_SERGEANT) -> Any:
    """Take what is offered."""
    return board.do(unit_offers.accept, request(board, by), made.id)


def decline(
    board: Station, made: UnitOffer, line: str = "the scene is yours", by: str = POWYS_SERGEANT
) -> Any:
    """Leave it where it is."""
    return board.do(unit_offers.decline, request(board, POWYS_SERGEANT), made.id, line)


def test_what_is_accepted_moves_and_its_deadline_does_not(board: Station) -> None:
    before = board.offence()
    accept(board, offer(board, line="it was on their side"))
    assert (board.incident().unit, board.incident().feed_unit) == ("powys", UNIT)
    assert (board.offence().due_at, board.offence().told_at) == (before.due_at, before.told_at)
    assert board.kinds()[-2:] == ["unit_offered", "unit_accepted"]
    assert [f["kind"] for f in facts(board)][-2:] == ["unit_offered", "unit_accepted"]
    assert items(board)["301"].how == "handed"


def test_what_it_waits_for_are_the_other_units_meetings(board: Station) -> None:
    """Due 09:20, it has Carmarthenshire's meeting before that, which ends 09:15, and none of Powys."""
    board.receive(report("305", ago=14 - 9 - 20 / 60))
    evening = at(board, DUE_AT_0920 - timedelta(hours=11)).about("305")
    evening.move_on()
    assert evening.offence().crosses_at == DUE_AT_0920 - timedelta(hours=2)
    accept(evening, offer(evening, number="305"))
    assert evening.offence().crosses_at == DUE_AT_0920 - timedelta(hours=12)


def test_the_same_row_of_the_feed_does_not_move_it_back(board: Station) -> None:
    accept(board, offer(board))
    board.receive(report("301", "burglary_other", ago=10))
    held = board.incident()
    assert (held.unit, held.feed_unit, held.category) == ("powys", UNIT, "burglary_other")
    assert [list(f["values"]["changes"]) for f in board.facts("incident_changed")] == [
        ["category", "opening_category"]
    ]


def test_a_third_unit_of_the_feed_is_told_and_kept_apart(board: Station) -> None:
    accept(board, offer(board))
    board.receive(report("301", ago=10, unit="ceredigion"))
    assert (board.incident().unit, board.incident().feed_unit) == ("powys", "ceredigion")
    [changed] = board.facts("incident_changed")
    assert changed["values"]["changes"] == {"feed_unit": [UNIT, "ceredigion"]}


def test_once_the_feed_agrees_it_is_followed_again(board: Station) -> None:
    accept(board, offer(board))
    board.receive(report("301", ago=10, unit="powys"))
    assert (board.incident().unit, board.incident().feed_unit) == ("powys", None)
    board.receive(report("301", ago=10, unit="ceredigion"))
    assert board.incident().unit == "ceredigion"


def test_what_is_handed_back_is_the_feeds_again(board: Station) -> None:
    accept(board, offer(board))
    back = offer(board, UNIT, by=POWYS_SERGEANT)
    accept(board, back, SERGEANT)
    assert (board.incident().unit, board.incident().feed_unit) == (UNIT, None)


def test_what_is_declined_is_the_meetings_again_with_the_reason(board: Station) -> None:
    decline(board, offer(board))
    assert board.incident().unit == UNIT
    assert items(board)["301"].how == "open"
    assert board.facts("unit_declined")[0]["values"]["answer"] == "the scene is yours"
    [told] = board.messages("unit_answer")
    assert told.channel == "bcu-carmarthenshire"
    assert refused(decline, board, offer(board), "").message_id == "say_what"
    assert refused(decline, board, offer(board), "his mother Gwen Jones, 52").message_id == "about_a_person"


def test_nobody_answers_what_they_offered_themselves(board: Station) -> None:
    assert refused(accept, board, offer(board, by=FIM), FIM).message_id == "not_your_units"
    assert board.incident().unit == UNIT


def test_nobody_offers_their_own_unit_what_is_another_unit_s(board: Station) -> None:
    told = refused(offer, board, by=POWYS_SERGEANT)
    assert (told.message_id, told.values["unit"].code) == ("not_your_meeting", UNIT)


def test_a_meeting_ends_quietly_over_no_offer_that_nobody_has_answered(board: Station) -> None:
    for number in ("301", "303"):
        offer(board, number=number, by=INSPECTOR)
    told = refused(end, board)
    assert (told.message_id, told.values["count"]) == ("say_why", 2)
    end(board, CHAIR, "OUT", "both are asked for")
    assert [(i.how, i.no_meeting) for i in items(board).values()] == [("handed", True)] * 2


def test_what_was_taken_is_no_more_in_the_way_of_the_end(board: Station) -> None:
    for number, by in (("301", POWYS_SERGEANT), ("303", FIM)):
        accept(board, offer(board, number=number, by=INSPECTOR), by)
    end(board)
    assert [(i.how, i.no_meeting) for i in items(board).values()] == [("handed", False)] * 2


def test_only_the_other_unit_answers_or_the_control_room(board: Station) -> None:
    made = offer(board)
    assert refused(accept, board, made, SERGEANT).message_id == "not_your_units"
    assert refused(accept, board, made, "388").message_id == "not_permitted"
    accept(board, made, FIM)
    assert refused(accept, board, made).message_id == "offer_answered"
    assert board.incident().unit == "powys"


def test_an_offer_is_to_another_unit_of_what_still_runs(board: Station) -> None:
    assert refused(offer, board, UNIT).message_id == "its_own_unit"
    assert refused(offer, board, "nowhere").message_id == "unknown_unit"
    made = offer(board)
    board.record(SERGEANT)
    assert refused(accept, board, made).message_id == "nothing_open"
    assert refused(offer, board).message_id == "nothing_open"


def test_an_offer_to_a_second_unit_takes_the_first_back(board: Station) -> None:
    first = offer(board)
    second = offer(board, "ceredigion")
    assert board.see(stored.by_id, first.id).state == "withdrawn"
    assert refused(accept, board, first).message_id == "offer_answered"
    accept(board, second, OTHER_SERGEANT)
    assert board.incident().unit == "ceredigion"


def test_a_restricted_incident_is_offered_in_the_restricted_channel(board: Station) -> None:
    secluded = board.about("303")
    assert refused(offer, secluded, number="303").message_id == "unknown_incident"
    made = offer(secluded, by="2201", number="303")
    assert {m.channel for m in board.messages("unit_offer")} == {"restricted-incidents"}
    assert refused(accept, secluded, made).message_id == "unknown_incident"
    accept(secluded, made, "2204")
    assert secluded.incident().unit == "powys"


def test_what_became_restricted_is_told_in_no_other_channel(board: Station) -> None:
    made = offer(board)
    [before] = board.messages("unit_offer")
    board.receive(report("301", "rape", ago=10))
    [after] = board.messages("unit_offer")
    assert after.wanted > before.wanted, "what stands in Slack is taken down"
    assert board.see(unit_offers.shown, made.id, "bcu-powys", "en") is None
    assert board.see(unit_offers.shown, made.id, "restricted-incidents", "en") is not None


def test_it_stands_on_the_other_units_next_list(board: Station) -> None:
    accept(board, offer(board))
    shown = at(board, MEETS + timedelta(minutes=45)).see(lists.of, "powys", DAY, "en")
    assert shown is None, "no list of Powys was due yet"
    keep(board, MEETS + timedelta(minutes=45))
    shown = at(board, MEETS + timedelta(minutes=45)).see(lists.of, "powys", DAY, "en")
    assert [one.line.key.number for one in shown.items] == ["301"]


def test_a_word_finds_the_offer_that_waits(board: Station) -> None:
    target = Target(key_of("301"))
    assert refused(board.see, unit_offers.waiting_of, target).message_id == "nothing_offered"
    made = offer(board)
    assert board.see(unit_offers.waiting_of, target) == made.id
