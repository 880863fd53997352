"""One incident, several offences: each has its own clock, and one crime reference settles one of them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.listing import Scope, Waiting
from bot.domain.offence import Decision, State
from bot.services.decisions import corrections, deciding
from bot.services.incidents import cards, finding, listings
from bot.store import waiting_refs as waiting
from bot.store.tables import waiting_refs
from tests.builders import (
    AT,
    DDM,
    FORCE,
    INSPECTOR,
    OFFICER,
    ROSTER,
    SERGEANT,
    Station,
    hours,
    refused,
    report,
)


@pytest.fixture
def two(station: Station) -> Station:
    """A theft, and a harassment of which police were told half an hour later."""
    station.add_offence(OFFICER, AT - hours(0.5))
    return station


def test_a_further_offence_runs_from_when_police_were_told_of_it(two: Station) -> None:
    first, second = two.offences()
    assert (first.n, first.told_at, second.n, second.told_at) == (1, AT - hours(1), 2, AT - hours(0.5))
    assert second.due_at == AT + hours(23.5)
    assert two.facts("offence_added")[0]["at"] == "2026-11-20T13:30:00Z"
    assert two.facts("offence_added")[0]["entered"] == "2026-11-20T14:00:00Z"


def test_without_a_time_a_further_offence_runs_from_the_report(station: Station) -> None:
    station.later(hours=5).add_offence(OFFICER)
    assert station.offences()[1].told_at == AT - hours(1)


@pytest.mark.parametrize(
    "told",
    [
        AT
        - hours(
            1,
        )
        - timedelta(minutes=1),
        AT + timedelta(minutes=1),
    ],
)
def test_nobody_was_told_before_the_report_or_in_time_to_come(station: Station, told: object) -> None:
    assert refused(station.add_offence, OFFICER, told).message_id == "told_time"
    assert len(station.offences()) == 1


def test_a_further_offence_is_of_a_category_that_the_force_knows(station: Station) -> None:
    told = refused(station.ask, corrections.add_offence, OFFICER, None, "Jones")
    assert (told.message_id, told.values["typed"]) == ("unknown_category", "Jones")
    assert len(station.offences()) == 1


@pytest.mark.parametrize("act", ["record", "negate", "n100"])
def test_with_several_open_and_none_named_it_asks_which(two: Station, act: str) -> None:
    told = refused(getattr(two, act), SERGEANT)
    assert (told.message_id, [o.n for o in told.values["offences"]]) == ("which_offence", [1, 2])
    assert [o.state for o in two.offences()] == [State.OPEN] * 2


def test_a_decision_is_about_the_offence_that_was_named(two: Station) -> None:
    outcome = two.about("123", 2).record(OFFICER)
    assert [o.state for o in two.offences()] == [State.OPEN, State.RECORDED]
    assert ([o.n for o in outcome.running], outcome.running[0].due_at) == ([1], AT + hours(23))


def test_once_one_is_left_it_need_not_be_named(two: Station) -> None:
    two.about("123", 1).record(OFFICER, "47/1/26")
    two.record(OFFICER, "47/2/26")
    assert [o.crime_ref for o in two.offences()] == ["47/1/26", "47/2/26"]


def test_an_offence_that_does_not_exist_is_refused(two: Station) -> None:
    assert refused(two.about("123", 3).record, OFFICER).message_id == "unknown_offence"


def test_one_crime_reference_does_not_settle_two_offences(two: Station) -> None:
    two.about("123", 1).record(OFFICER, "47/1/26")
    told = refused(two.about("123", 2).record, OFFICER, "47/1/26")
    assert (told.message_id, told.values["offence"].n) == ("crime_ref_taken", 1)
    two.about("123", 2).ask(deciding.record, OFFICER, Decision.INCLUDED, "47/1/26")


def test_confirming_asks_which_only_where_two_are_negated(two: Station) -> None:
    two.about("123", 1).negate(SERGEANT)
    two.confirm(INSPECTOR)
    two.about("123", 2).negate(SERGEANT)
    two.about("123", 1).reopen(OFFICER)
    two.about("123", 1).negate(SERGEANT)
    assert refused(two.confirm, INSPECTOR).message_id == "which_offence"


def test_a_cancelled_crime_is_found_by_its_reference(two: Station) -> None:
    two.about("123", 2).record(OFFICER, "47/2/26")
    target = two.see(finding.by_crime, "47/2/26", ROSTER.by_collar(DDM))
    assert (str(target.key), target.n) == ("dyfed-powys:2026-11-20:123", 2)
    assert refused(two.see, finding.by_crime, "47/9/26", ROSTER.by_collar(DDM)).message_id == "unknown_crime"


def test_a_reference_of_the_feed_settles_the_one_open_offence(station: Station) -> None:
    station.receive(report(crime_refs=("47/1/26",)))
    offence = station.offence()
    assert (offence.state, offence.crime_ref, offence.decided_by) == (State.RECORDED, "47/1/26", "feed")
    assert (offence.crosses_at, station.kinds()[-1]) == (None, "crime_recorded")


def test_a_reference_of_the_feed_waits_where_several_are_open(two: Station) -> None:
    two.receive(report(crime_refs=("47/1/26",)))
    assert [o.state for o in two.offences()] == [State.OPEN] * 2
    assert two.facts("crime_ref_waiting")[0]["values"] == {"crime": "47/1/26", "open": 2, "why": "several"}
    assert two.see(waiting.of, two.incident().id) == {two.incident().id: ["47/1/26"]}


def test_a_reference_that_waits_is_matched_by_whoever_names_the_offence(two: Station) -> None:
    two.receive(report(crime_refs=("47/1/26",)))
    two.about("123", 2).record(OFFICER, "47/1/26")
    assert two.see(waiting.of, two.incident().id) == {}
    assert [o.state for o in two.offences()] == [State.OPEN, State.RECORDED]


def test_whoever_looks_at_an_incident_sees_the_references_that_wait(two: Station) -> None:
    two.receive(report(crime_refs=("47/1/26",)))
    card = two.see(cards.card, two.incident().key, ROSTER.by_collar(OFFICER), "en")
    assert card.waiting == (Waiting("47/1/26", "several", 1),)


def test_two_references_at_once_settle_one_offence_and_the_other_waits(station: Station) -> None:
    station.receive(report(crime_refs=("47/1/26", "47/2/26")))
    assert (station.offence().crime_ref, len(station.offences())) == ("47/1/26", 1)
    rows = station.see(lambda work: list(work.conn.execute(select(waiting_refs.c.crime_ref)).scalars()))
    assert rows == ["47/2/26"]


def test_a_reference_puts_a_watched_incident_on_record(empty: Station) -> None:
    empty.receive(report(category="collision", crime_refs=("47/1/26",)))
    assert (empty.offence().state, empty.offence().told_at) == (State.RECORDED, AT - hours(1))
    assert empty.kinds() == ["incident_received", "offence_added", "crime_recorded"]


def test_a_reference_that_somebody_entered_already_settles_nothing_more(two: Station) -> None:
    two.about("123", 1).record(OFFICER, "47/1/26")
    two.receive(report(crime_refs=("47/1/26",)))
    assert [o.state for o in two.offences()] == [State.RECORDED, State.OPEN]
    assert two.see(waiting.of, two.incident().id) == {}


def test_a_reference_settles_a_negation_that_nobody_confirmed(station: Station) -> None:
    station.negate(SERGEANT)
    station.receive(report(crime_refs=("47/1/26",)))
    assert (station.offence().state, station.offence().decided_by) == (State.RECORDED, "feed")


def test_a_watched_incident_goes_on_the_clock_when_an_offence_is_added(empty: Station) -> None:
    empty.receive(report(category="bangs"))
    assert empty.see(listings.lines_of, Scope(unit="carmarthenshire"), "en") == []
    empty.add_offence(OFFICER, AT - hours(0.5), "criminal_damage")
    [line] = empty.see(listings.lines_of, Scope(unit="carmarthenshire"), "en")
    assert (line.left, line.open_offences) == (hours(23.5), 1)


def test_a_restricted_further_offence_takes_the_incident_to_the_restricted_channel(station: Station) -> None:
    assert FORCE.categories["rape"].restricted
    station.add_offence(OFFICER, category="rape")
    assert station.incident().restricted
    assert station.see(listings.lines_of, Scope(unit="carmarthenshire", restricted=False), "en") == []
    station.receive(report(grade="1"))
    assert station.incident().restricted, "the feed knows nothing of the further offence"
