"""An incident on hold: who may hold it, what its trail and its card say, and what is answered otherwise."""

from datetime import date
from typing import Any

import pytest

from bot.services.case import Request
from bot.services.incidents import cards, histories
from bot.services.keeping import holds
from tests.builders import (
    FORCE,
    INSPECTOR,
    OFFICER,
    REGISTRAR,
    Station,
    key_of,
    refused,
    report,
)

CODES = tuple(FORCE.codes["hold"])


def hold(station: Station, code: str = "CPIA", ref: str = "123/20-11", by: str = REGISTRAR) -> Any:
    """Put an incident on hold."""
    return station.do(holds.hold, Request("", by), ref, code)


def release(station: Station, code: str = "", ref: str = "123/20-11", by: str = REGISTRAR) -> Any:
    """Let go of a hold."""
    return station.do(holds.release, Request("", by), ref, code)


def test_a_hold_is_on_the_trail_with_who_when_and_why(station: Station) -> None:
    hold(station)
    [fact] = station.facts("incident_held")
    assert (fact["by"], fact["values"]) == (REGISTRAR, {"code": "CPIA"})
    assert fact["at"] == fact["entered"] == "2026-11-20T14:00:00Z"


def test_letting_go_is_on_the_trail_and_the_hold_is_gone(station: Station) -> None:
    hold(station)
    release(station.later(hours=1))
    [fact] = station.facts("hold_released")
    assert (fact["by"], fact["at"]) == (REGISTRAR, "2026-11-20T15:00:00Z")
    assert fact["values"] == {"code": "CPIA"}
    assert station.see(holds.every) == []


def test_the_card_shows_who_holds_it_for_what_and_since_when(station: Station) -> None:
    hold(station)
    [shown] = station.see(cards.card, key_of(), station.store.roster.by_collar(OFFICER), "en").holds
    assert (shown.code, shown.held_by, shown.held_at) == ("CPIA", REGISTRAR, station.at)


def test_the_history_tells_of_the_hold_and_of_its_end(station: Station) -> None:
    hold(station)
    release(station)
    why = station.see(histories.why, key_of(), station.store.roster.by_collar(OFFICER), "en")
    assert [entry.kind for entry in why.entries[-2:]] == ["incident_held", "hold_released"]


def test_one_incident_may_be_held_for_two_reasons(station: Station) -> None:
    for code in CODES:
        hold(station, code)
    assert [each.code for _, each in station.see(holds.every)] == sorted(CODES)
    told = refused(release, station)
    assert (told.message_id, [h.code for h in told.values["holds"]]) == ("which_hold", sorted(CODES))
    release(station, "LIT")
    assert [each.code for _, each in station.see(holds.every)] == ["CPIA"]


def test_holding_twice_is_told_who_holds_it_and_changes_nothing(station: Station) -> None:
    hold(station)
    before = station.facts()
    told = refused(hold, station.later(hours=2))
    assert (told.message_id, told.values["hold"].held_at) == ("already_held", station.at)
    assert station.facts() == before


def test_what_is_not_held_cannot_be_let_go(station: Station) -> None:
    assert refused(release, station).message_id == "not_held"
    hold(station)
    told = refused(release, station, "LIT")
    assert (told.message_id, told.values["code"]) == ("not_held", "LIT")


@pytest.mark.parametrize("by", [OFFICER, INSPECTOR])
def test_only_whom_the_matrix_names_may_hold_or_let_go(station: Station, by: str) -> None:
    assert refused(hold, station, by=by).message_id == "not_permitted"
    hold(station)
    assert refused(release, station, by=by).message_id == "not_permitted"
    assert len(station.see(holds.every)) == 1


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"by": "4711"}, "not_on_roster"),
        ({"ref": "124/20-11"}, "unknown_incident"),
        ({"ref": "12x"}, "not_a_reference"),
        ({"code": "WHY"}, "unknown_code"),
        ({"code": ""}, "unknown_code"),
    ],
)
def test_what_cannot_be_held_is_answered(station: Station, said: dict[str, str], answer: str) -> None:
    before = station.facts()
    assert refused(hold, station, **said).message_id == answer
    assert station.facts() == before


def test_a_number_that_two_days_have_is_not_held_by_guessing(station: Station) -> None:
    station.receive(report(key=key_of(day=date(2026, 11, 19))))
    told = refused(hold, station, ref="123")
    assert (told.message_id, len(told.values["keys"])) == ("which_incident", 2)
    hold(station, ref="123/19-11")
    [(incident, _)] = station.see(holds.every)
    assert incident.key.day == date(2026, 11, 19)


def test_a_restricted_incident_is_unknown_to_whom_it_may_not_be_shown(empty: Station) -> None:
    empty.receive(report(category="rape"))
    assert refused(hold, empty, by=OFFICER).message_id == "unknown_incident"
    assert refused(hold, empty, ref="123", by=OFFICER).message_id == "unknown_incident"
    assert hold(empty)[0].restricted
