"""Whatever way a meeting takes, late, ended by the clock or on two boards: its rows and its trail agree."""

from datetime import timedelta

import pytest

from bot.domain import meeting_proof
from bot.domain.meeting import How
from bot.services.case import Target
from bot.services.meetings import unit_offers
from tests.builders import SERGEANT, Station, key_of, report
from tests.services.forgetting import whole
from tests.services.meeting_days import (
    DAY,
    LISTS,
    MEETS,
    MISSED,
    OTHER,
    UNIT,
    at,
    facts,
    items,
    keep,
    kinds,
    meeting,
    request,
    start,
)

POWYS_SERGEANT, POWYS_CHAIR = "1104", "2204"


@pytest.fixture
def morning(empty: Station) -> Station:
    """Two thefts of the night, and the list."""
    empty.receive(report("301", ago=10), report("302", ago=8))
    keep(empty, LISTS)
    return at(empty, MEETS)


def after(station: Station, minutes: int) -> Station:
    """The same station so many minutes after the meeting was due."""
    return at(station, MEETS + timedelta(minutes=minutes))


def offered(station: Station, by: str, to_unit: str) -> int:
    """An incident that one unit offers another."""
    said = (Target(key_of("301")), to_unit, "it was on their side")
    return int(station.do(unit_offers.offer, request(station, by), *said).offer.id)


def test_one_that_counted_as_not_held_and_began_late_is_proved(morning: Station) -> None:
    keep(morning, MISSED)
    assert whole(morning.store)[0]
    start(at(morning, MISSED))
    listed = [fact for fact in facts(morning, listed=True) if fact["kind"] == "item_listed"]
    assert len(listed) == 4
    assert whole(morning.store)[0]


def test_one_that_the_clock_ended_is_proved(morning: Station) -> None:
    start(morning)
    after(morning, 5).about("302").record(SERGEANT)
    keep(morning, LISTS + timedelta(days=1))
    assert meeting(morning).ended_by is None
    assert kinds(morning)[-1] == "meeting_ended"
    assert whole(morning.store)[0]


def test_an_incident_on_two_boards_at_once_is_proved_on_both(morning: Station) -> None:
    start(morning)
    first = offered(after(morning, 1), SERGEANT, OTHER)
    morning.do(unit_offers.accept, request(morning, POWYS_SERGEANT), first)
    keep(morning, MEETS + timedelta(minutes=30))
    start(after(morning, 30), POWYS_CHAIR, unit=OTHER)
    again = offered(after(morning, 31), POWYS_SERGEANT, UNIT)
    both = [items(morning, DAY, unit)["301"].how for unit in (UNIT, OTHER)]
    assert both == [How.HANDED, How.HANDED]
    assert whole(morning.store)[0]
    answer = (request(morning, SERGEANT), again, "the scene is theirs")
    after(morning, 32).do(unit_offers.decline, *answer)
    assert [items(morning, DAY, unit)["301"].how for unit in (UNIT, OTHER)] == [How.OPEN, How.OPEN]
    assert whole(morning.store)[0]


def test_of_one_that_began_before_its_items_were_named_its_own_row_alone_is_compared() -> None:
    begun = {"chair": "2201", "delegated": False, "late": False, "items": 3}
    fact = {"kind": "meeting_begun", "at": "2026-11-20T08:30:00Z", "by": "2201", "values": begun}
    assert set(meeting_proof.of(UNIT, [fact]).rows) == {"meetings", "attendance"}
    named = {**fact, "values": {**begun, "named": True}}
    assert "meeting_items" in meeting_proof.of(UNIT, [named]).rows
