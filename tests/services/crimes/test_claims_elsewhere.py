"""A reference that two name, or that is said to be recorded already: it counts once, and only where it is."""

import pytest

from bot.domain.listing import Waiting
from bot.domain.offence import Decision, State
from bot.services.decisions import deciding
from tests.builders import AT, OFFICER, SERGEANT, Station, hours, refused, report
from tests.crimes import OTHER_REF, REF, crime, held, judged, lapsed, told, told_of, waiting


@pytest.mark.parametrize("first", ["claims", "the record"])
def test_a_record_that_names_no_incident_settles_one_incident_only(heard: Station, first: str) -> None:
    heard.receive(report("124"))
    heard.record(OFFICER, REF)
    if first == "claims":
        heard.about("124").record(SERGEANT, REF)
    told(heard, crime(number=None))
    judged(heard)
    if first == "the record":
        no = refused(heard.about("124").record, SERGEANT, REF)
        assert (no.message_id, no.values["other"]) == ("crime_elsewhere", "123/20-11")
    later = lapsed(heard)
    assert later.about("124").offence().state is State.OPEN
    assert (later.offence().state, held(later).incident_id) == (State.RECORDED, later.incident().id)


def test_a_record_of_no_incident_that_one_log_gave_back_is_another_logs(heard: Station) -> None:
    heard.receive(report("124"))
    told(heard, crime(number=None))
    heard.record(OFFICER, REF)
    heard.send_back(SERGEANT)
    heard.about("124").record(OFFICER, REF)
    assert heard.about("124").offence().claimed_at is None
    assert held(heard).incident_id == heard.about("124").incident().id


def test_a_column_does_not_take_a_record_that_another_log_carries(heard: Station) -> None:
    told(heard, crime(number=None))
    heard.record(OFFICER, REF)
    heard.receive(report("124", crime_refs=(REF,)))
    assert heard.about("124").offence().state is State.OPEN
    assert heard.about("124").facts("crime_ref_waiting")[0]["values"]["why"] == "elsewhere"


NAMING = pytest.mark.parametrize("kind", [Decision.ALREADY, Decision.INCLUDED])


@NAMING
def test_what_names_a_reference_that_nobody_has_stops_no_clock_for_good(
    heard: Station, kind: Decision
) -> None:
    heard.ask(deciding.record, OFFICER, kind, REF)
    assert heard.offence().claimed_at == AT
    later = lapsed(heard)
    assert (later.offence().state, later.offence().crime_ref) == (State.OPEN, None)
    assert later.facts("claim_lapsed")[0]["values"]["why"] == "unseen"


@NAMING
@pytest.mark.parametrize("number", ["123", "124", None])
def test_any_incidents_record_bears_out_what_names_it(
    heard: Station, kind: Decision, number: str | None
) -> None:
    heard.ask(deciding.record, OFFICER, kind, REF)
    told(heard, crime(number=number, kind="damage"))
    judged(heard.later(hours=1))
    offence = lapsed(heard).offence()
    assert (offence.state, offence.decision, offence.claimed_at) == (State.RECORDED, kind, None)
    assert (offence.decided_at, held(heard).n) == (AT, None), "it was decided here, and is no match"


@NAMING
def test_what_names_a_cancelled_record_is_refused_or_open_again(heard: Station, kind: Decision) -> None:
    heard.ask(deciding.record, OFFICER, kind, OTHER_REF)
    for ref in (REF, OTHER_REF):
        told(heard, crime(ref, "124", cancelled_at=AT - hours(0.2), cancel_code="C3"))
    later = lapsed(heard)
    assert (later.offence().state, told_of(later)[0]) == (State.OPEN, (OFFICER, SERGEANT))
    assert later.facts("claim_lapsed")[0]["values"]["why"] == "cancelled"
    assert refused(later.ask, deciding.record, OFFICER, kind, REF).message_id == "crime_cancelled"


def test_what_is_included_under_a_crime_of_the_same_log_is_confirmed_with_it(heard: Station) -> None:
    heard.record(OFFICER, REF)
    heard.add_offence(OFFICER)
    heard.about("123", 2).ask(deciding.record, OFFICER, Decision.INCLUDED, REF)
    told(heard)
    judged(heard)
    assert [o.claimed_at for o in heard.offences()] == [None, None]
    assert held(heard).n == 1


def test_without_a_crime_feed_what_is_already_recorded_is_claimed_by_nobody(station: Station) -> None:
    station.ask(deciding.record, OFFICER, Decision.ALREADY, REF)
    assert station.offence().claimed_at is None


def test_a_record_that_is_named_as_already_recorded_waits_no_longer(heard: Station) -> None:
    told(heard, crime(kind="damage"))
    assert waiting(heard) == (Waiting(REF, "other_kind", 1),)
    heard.ask(deciding.record, OFFICER, Decision.ALREADY, REF)
    heard.receive(report(grade="1"))
    assert (judged(heard), waiting(heard)) == (0, ())
