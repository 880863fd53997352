"""What a person types is claimed until the crime system shows it; silence alone reopens nothing."""

from dataclasses import replace

import pytest

from bot.domain.offence import Decision, State
from bot.services.decisions import deciding
from bot.store import claims
from tests.builders import (
    AT,
    DDM,
    FIM,
    FORCE,
    INSPECTOR,
    OFFICER,
    REGISTRAR,
    SERGEANT,
    Station,
    hours,
    refused,
    report,
)
from tests.crimes import NICHE, OTHER_REF, REF, crime, held, judged, lapsed, listen, shown, told, told_of


def test_without_a_crime_feed_nothing_is_claimed(station: Station) -> None:
    station.record(OFFICER, REF)
    assert station.offence().claimed_at is None


def test_a_reference_is_claimed_until_the_crime_system_shows_it(heard: Station) -> None:
    outcome = heard.record(OFFICER, REF)
    assert (heard.offence().state, heard.offence().claimed_at) == (State.RECORDED, AT)
    assert outcome.offence.claimed_at == AT
    told(heard.later(hours=1), crime(created_at=AT - hours(0.1)))
    [fact] = heard.facts("crime_confirmed")
    assert (heard.offence().claimed_at, heard.offence().decided_at) == (None, AT - hours(0.1))
    assert (fact["at"], fact["entered"]) == ("2026-11-20T13:54:00Z", "2026-11-20T15:00:00Z")
    assert heard.offence().decided_by == OFFICER


def test_what_the_crime_system_has_shown_is_confirmed_at_once(heard: Station) -> None:
    told(heard, crime(kind="damage"))
    outcome = heard.record(OFFICER, REF)
    assert outcome.offence.claimed_at is None
    assert heard.kinds()[-2:] == ["crime_recorded", "crime_confirmed"]
    assert held(heard).n == 1


def test_the_crime_of_another_incident_is_refused_and_can_be_already_recorded(heard: Station) -> None:
    heard.receive(report("124"))
    told(heard, crime(number="124"))
    no = refused(heard.record, OFFICER, REF)
    assert (no.message_id, no.values["other"]) == ("crime_elsewhere", "124/20-11")
    heard.ask(deciding.record, OFFICER, Decision.ALREADY, REF)
    assert (heard.offence().state, heard.offence().claimed_at) == (State.RECORDED, None)


def test_where_a_crime_is_stays_unsaid_to_whom_its_incident_may_not_be_named(heard: Station) -> None:
    heard.receive(report("124", "rape"))
    told(heard, crime(number="124", kind="rape"))
    assert refused(heard.record, OFFICER, REF).values["other"] is None
    assert refused(heard.record, INSPECTOR, REF).values["other"] == "124/20-11"


def test_a_crime_that_is_cancelled_there_is_refused(heard: Station) -> None:
    told(heard, crime(kind="damage", cancelled_at=AT - hours(0.2), cancel_code="C3"))
    assert refused(heard.record, OFFICER, REF).message_id == "crime_cancelled"
    assert heard.offence().state is State.OPEN


def test_what_is_not_shown_in_time_is_open_again_on_its_first_deadline(heard: Station) -> None:
    heard.record(OFFICER, REF)
    later = lapsed(heard)
    offence, [fact] = later.offence(), later.facts("claim_lapsed")
    assert (offence.state, offence.crime_ref, offence.decided_by) == (State.OPEN, None, None)
    assert (offence.due_at, fact["values"]["why"]) == (AT + hours(23), "unseen")
    assert offence.crosses_at is not None


@pytest.mark.parametrize("after", [0.1, 3.9])
def test_nothing_lapses_before_its_time(heard: Station, after: float) -> None:
    heard.record(OFFICER, REF)
    assert lapsed(heard, after).offence().state is State.RECORDED


def test_a_feed_that_fell_silent_reopens_nothing_and_a_living_one_does(heard: Station) -> None:
    heard.record(OFFICER, REF)
    later = heard.later(hours=40)
    judged(later, read_to=AT + hours(3))
    assert later.offence().state is State.RECORDED
    judged(later, read_to=AT + hours(4))
    assert later.offence().state is State.OPEN


def test_a_feed_that_was_not_read_to_its_end_reopens_nothing_until_it_is(heard: Station) -> None:
    heard.record(OFFICER, REF)
    later = heard.later(hours=5)
    judged(later, whole=False)
    judged(later, whole=None)
    assert later.offence().state is State.RECORDED
    judged(later, whole=True)
    assert later.offence().state is State.OPEN


def test_of_two_crime_feeds_the_one_that_is_behind_counts(heard: Station) -> None:
    heard.do(claims.feeds_are, [NICHE, "niche-2"])
    heard.record(OFFICER, REF)
    assert lapsed(heard).offence().state is State.RECORDED
    heard.do(claims.feeds_are, [NICHE])
    assert lapsed(heard).offence().state is State.OPEN


def test_a_claim_of_a_crime_that_is_of_another_incident_lapses_and_says_so(heard: Station) -> None:
    heard.record(OFFICER, REF)
    told(heard, crime(number="124"))
    assert lapsed(heard).facts("claim_lapsed")[0]["values"]["why"] == "elsewhere"


def test_a_mistyped_reference_gives_way_to_the_record_that_waits(heard: Station) -> None:
    heard.record(OFFICER, REF)
    told(heard, crime(OTHER_REF))
    later = lapsed(heard)
    assert (later.offence().state, later.offence().crime_ref) == (State.RECORDED, OTHER_REF)
    assert later.messages("lapsed") == []


def test_a_record_that_names_no_incident_confirms_the_claim(heard: Station) -> None:
    heard.record(OFFICER, REF)
    told(heard, crime(number=None))
    judged(heard)
    assert (heard.offence().claimed_at, held(heard).n) == (None, 1)
    assert heard.offence().decided_at == AT - hours(0.5)


def test_a_record_that_comes_after_the_lapse_settles_it_after_all(heard: Station) -> None:
    heard.record(OFFICER, REF)
    later = lapsed(heard)
    told(later, crime(created_at=AT))
    assert (later.offence().state, later.offence().decided_at) == (State.RECORDED, AT)


@pytest.mark.parametrize("undo", ["send_back", "cancel"])
def test_what_is_returned_or_cancelled_is_no_claim_any_more(heard: Station, undo: str) -> None:
    heard.record(OFFICER, REF)
    getattr(heard, undo)(SERGEANT if undo == "send_back" else REGISTRAR)
    before = heard.offence().state
    assert lapsed(heard).offence().state is before


def test_the_decider_and_their_sergeant_are_told_where_the_incident_is_spoken_of(heard: Station) -> None:
    heard.record(SERGEANT, REF, decider=OFFICER)
    assert told_of(lapsed(heard)) == ((OFFICER, SERGEANT), (), "bcu-carmarthenshire")


def test_whoever_is_off_duty_is_named_and_not_mentioned(heard: Station) -> None:
    heard.record("917", REF)
    night = heard.later(hours=10)
    judged(night)
    assert told_of(night) == ((SERGEANT,), ("917",), "bcu-carmarthenshire")


def test_where_nobody_of_them_is_on_duty_the_force_incident_manager_is_told(empty: Station) -> None:
    listen(empty).receive(report(unit="crb", category="rape"))
    empty.record(DDM, REF)
    night = empty.later(hours=10)
    judged(night)
    assert told_of(night) == ((FIM,), (DDM,), FORCE.restricted_channel)


def test_what_the_logs_own_column_names_is_claimed_too(empty: Station) -> None:
    listen(empty).receive(report(crime_refs=(REF,)))
    assert empty.offence().claimed_at == AT
    told(empty)
    assert (empty.offence().claimed_at, empty.offence().decided_at) == (None, AT - hours(0.5))


@pytest.mark.parametrize("first", ["the log", "the record"])
def test_a_record_of_no_incident_joins_the_log_that_holds_its_number(empty: Station, first: str) -> None:
    listen(empty)
    if first == "the record":
        told(empty, crime(number=None))
    empty.receive(report(crime_refs=(REF,)))
    told(empty, crime(number=None))
    judged(empty)
    offence = empty.offence()
    assert (offence.state, offence.crime_ref, offence.claimed_at) == (State.RECORDED, REF, None)
    assert (offence.decided_at, held(empty).n) == (AT - hours(0.5), 1)


def test_what_the_column_claimed_of_another_kind_is_given_back(empty: Station) -> None:
    listen(empty).receive(report(crime_refs=(REF,)))
    told(empty, crime(kind="damage"))
    assert (empty.offence().state, empty.offence().crime_ref) == (State.OPEN, None)
    assert empty.kinds()[-2:] == ["claim_lapsed", "crime_ref_waiting"]


def test_a_record_counts_for_the_offence_that_a_person_named_whatever_its_kind(heard: Station) -> None:
    heard.record(OFFICER, REF)
    told(heard, crime(kind="damage"))
    assert (heard.offence().state, heard.offence().claimed_at) == (State.RECORDED, None)


@pytest.mark.parametrize("checked", ["signed off", "the Registrar's own"])
def test_a_lapse_undoes_nothing_that_was_checked_and_shows_it_to_the_registrar(
    heard: Station, checked: str
) -> None:
    heard.record(OFFICER if checked == "signed off" else REGISTRAR, REF)
    if checked == "signed off":
        heard.sign_off(SERGEANT)
    before = heard.offence()
    later = lapsed(heard)
    assert (later.offence().state, later.offence().checked_by) == (before.state, before.checked_by)
    assert (shown(later), later.messages("lapsed")) == ([(REF, "unseen")], [])
    assert judged(later.later(hours=1)) == 0, "shown once"


def test_what_was_checked_and_never_shown_the_registrar_reopens(heard: Station) -> None:
    heard.record(OFFICER, REF)
    heard.sign_off(SERGEANT)
    told(heard, crime(OTHER_REF))
    later = lapsed(heard)
    later.reopen(REGISTRAR)
    offence = later.offence()
    assert (offence.state, offence.crime_ref) == (State.RECORDED, OTHER_REF), "the record that waited"
    assert shown(later) == []


def test_a_record_that_comes_after_all_takes_a_checked_one_off_the_registrars_list(heard: Station) -> None:
    heard.record(OFFICER, REF)
    heard.sign_off(SERGEANT)
    later = lapsed(heard)
    told(later)
    assert (later.offence().state, later.offence().decided_at) == (State.SIGNED_OFF, AT - hours(0.5))
    assert shown(later) == []


def test_what_lapses_leaves_nothing_of_its_decision_behind(heard: Station) -> None:
    fresh = heard.offence()
    heard.record(OFFICER, REF)
    offence = lapsed(heard).offence()
    assert replace(offence, version=1, crosses_at=None) == replace(fresh, version=1, crosses_at=None)
