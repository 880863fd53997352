"""The state table: what becomes of an offence, by whom, and what its clock does."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.listing import Scope
from bot.domain.offence import Decision, State
from bot.domain.refusal import Refused
from bot.services.decisions import corrections, deciding
from bot.services.incidents import histories, listings
from bot.store.tables import messages, trail
from tests.builders import (
    AT,
    DDM,
    INSPECTOR,
    OFFICER,
    OTHER_OFFICER,
    OTHER_SERGEANT,
    REGISTRAR,
    SERGEANT,
    Station,
    everything,
    hours,
    key_of,
    refused,
    report,
)
from tests.store.trails import guard, unguard

DUE = AT - hours(1) + hours(24)


def test_what_the_feed_brings_is_open_on_a_clock_of_24_hours_from_the_report(station: Station) -> None:
    offence = station.offence()
    assert (offence.state, offence.told_at, offence.due_at) == (State.OPEN, AT - hours(1), DUE)
    assert offence.crosses_at == DUE - hours(12)


@pytest.mark.parametrize("by", [OFFICER, SERGEANT, INSPECTOR, DDM, REGISTRAR])
def test_anybody_may_record_and_the_clock_stops_at_once(station: Station, by: str) -> None:
    outcome = station.record(by)
    offence = station.offence()
    assert (offence.state, offence.decision, offence.decided_by) == (State.RECORDED, Decision.CRIME, by)
    assert (offence.crosses_at, offence.crime_ref, outcome.running) == (None, "47/1/26", ())
    assert (offence.checked_by, offence.decided_at) == (None, AT)


@pytest.mark.parametrize("kind", [Decision.INCLUDED, Decision.ALREADY, Decision.TRANSFERRED])
def test_the_other_kinds_of_recording_stop_the_clock_too(station: Station, kind: Decision) -> None:
    station.ask(deciding.record, OFFICER, kind, "47/9/26")
    assert (station.offence().state, station.offence().decision) == (State.RECORDED, kind)
    assert station.offence().crosses_at is None


def test_an_n100_stops_the_clock_and_must_be_signed_off(station: Station) -> None:
    station.n100(OFFICER)
    offence = station.offence()
    assert (offence.state, offence.decision, offence.reason_code) == (State.RECORDED, Decision.N100, "NYS")
    assert (offence.crosses_at, offence.sign_off_due) == (None, True)


@pytest.mark.parametrize("by", [SERGEANT, INSPECTOR, DDM])
def test_a_negation_leaves_its_clock_running(station: Station, by: str) -> None:
    before = station.offence()
    outcome = station.negate(by)
    offence = station.offence()
    assert (offence.state, offence.decided_by, offence.victim_told) == (State.NEGATED, by, "owed")
    assert (offence.due_at, offence.crosses_at) == (before.due_at, before.crosses_at)
    assert [o.n for o in outcome.running] == [1]


def test_a_constable_may_not_negate_and_hears_who_may(station: Station) -> None:
    told = refused(station.negate, OFFICER)
    other, until = told.values["other"]
    assert (told.message_id, other.unit, until > AT) == ("not_permitted", "carmarthenshire", True)
    assert station.offence().state is State.OPEN


def test_a_second_person_confirms_a_negation_and_only_that_stops_the_clock(station: Station) -> None:
    station.negate(SERGEANT)
    station.later(hours=1).confirm(INSPECTOR)
    offence = station.offence()
    assert (offence.state, offence.checked_by, offence.crosses_at) == (State.CONFIRMED, INSPECTOR, None)
    assert (offence.decided_by, offence.checked_at) == (SERGEANT, AT + hours(1))


def test_a_record_is_signed_off_by_a_sergeant_who_did_not_make_it(station: Station) -> None:
    station.record(OFFICER)
    station.sign_off(SERGEANT)
    assert (station.offence().state, station.offence().checked_by) == (State.SIGNED_OFF, SERGEANT)
    assert station.offence().crosses_at is None


def test_a_record_of_an_audited_category_must_be_signed_off(empty: Station) -> None:
    empty.receive(report("123", "harassment"))
    empty.record(OFFICER)
    assert empty.offence().sign_off_due


def test_about_one_record_in_ten_of_the_others_is_drawn_for_a_sign_off(empty: Station) -> None:
    numbers = [str(n) for n in range(1, 101)]
    empty.receive(*(report(n) for n in numbers))
    for n in numbers:
        empty.about(n).record(OFFICER, f"47/{n}/26")
    drawn = sum(empty.about(n).offence().sign_off_due for n in numbers)
    assert 0 < drawn < 35


@pytest.mark.parametrize("decide", ["record", "negate"])
def test_a_return_runs_the_clock_again_on_its_first_deadline(station: Station, decide: str) -> None:
    before = station.offence()
    getattr(station, decide)(SERGEANT)
    station.later(hours=2).send_back(INSPECTOR, "LOG")
    offence = station.offence()
    assert (offence.state, offence.returned_code) == (State.RETURNED, "LOG")
    assert (offence.told_at, offence.due_at) == (before.told_at, before.due_at)
    assert offence.crosses_at == before.crosses_at


@pytest.mark.parametrize("by", [OFFICER, OTHER_OFFICER])
def test_who_could_not_have_confirmed_may_not_return_either(station: Station, by: str) -> None:
    station.negate(SERGEANT)
    assert refused(station.send_back, by).message_id == "not_permitted"


def test_a_returned_offence_is_decided_again(station: Station) -> None:
    station.negate(SERGEANT)
    station.send_back(INSPECTOR)
    station.record(SERGEANT)
    offence = station.offence()
    assert (offence.state, offence.decision, offence.returned_code) == (State.RECORDED, Decision.CRIME, None)
    assert (offence.reason_code, offence.log_at, offence.victim_told) == (None, None, None)


def test_a_confirmed_negation_is_reopened_on_its_first_deadline(station: Station) -> None:
    before = station.offence()
    station.negate(SERGEANT)
    station.confirm(INSPECTOR)
    station.later(hours=3).reopen(OFFICER)
    offence = station.offence()
    assert (offence.state, offence.due_at, offence.crosses_at) == (State.OPEN, DUE, before.crosses_at)
    assert (offence.checked_by, offence.checked_at, offence.oic_then) == (None, None, None)


def test_a_negation_that_waits_is_taken_back_by_whoever_thinks_better_of_it(station: Station) -> None:
    station.negate(SERGEANT)
    station.reopen(SERGEANT)
    assert (station.offence().state, station.offence().crosses_at) == (State.OPEN, DUE - hours(12))


def test_what_is_reopened_after_its_deadline_is_overdue_at_once(station: Station) -> None:
    station.negate(SERGEANT)
    station.confirm(INSPECTOR)
    late = station.later(hours=30)
    late.reopen(OFFICER)
    assert late.offence().crosses_at == DUE - hours(12)
    assert late.move_on() == 1
    assert [f["values"]["stage"] for f in late.facts("stage_crossed")][-1] == "overdue"


def test_a_cancelled_crime_keeps_its_clock_stopped_and_is_counted_apart(station: Station) -> None:
    station.record(OFFICER)
    station.cancel(DDM, "C3")
    offence = station.offence()
    assert (offence.state, offence.reason_code, offence.crosses_at) == (State.CANCELLED, "C3", None)
    assert (offence.decision, offence.decided_by, offence.checked_by) == (Decision.CRIME, OFFICER, DDM)
    assert station.see(listings.lines_of, Scope(unit="carmarthenshire"), "en") == []
    assert station.kinds()[-1] == "crime_cancelled"


@pytest.mark.parametrize("by", [OFFICER, SERGEANT, INSPECTOR])
def test_only_a_designated_decision_maker_cancels(station: Station, by: str) -> None:
    station.record(OTHER_OFFICER)
    assert refused(station.cancel, by).message_id == "not_permitted"
    assert station.offence().state is State.RECORDED


def test_the_investigating_officer_does_not_cancel_though_designated(station: Station) -> None:
    station.allocate(SERGEANT, DDM)
    station.record(OFFICER)
    told = refused(station.cancel, DDM)
    assert (told.message_id, told.values["which"]) == ("four_eyes", "oic")


def test_there_is_nothing_to_cancel_where_no_crime_was_recorded(station: Station) -> None:
    assert refused(station.cancel, DDM).message_id == "not_recorded"
    station.n100(OFFICER)
    assert refused(station.cancel, DDM).message_id == "not_recorded"


@pytest.mark.parametrize("settle", ["recorded", "confirmed", "cancelled"])
def test_what_is_decided_is_not_decided_again(station: Station, settle: str) -> None:
    (station.negate if settle == "confirmed" else station.record)(SERGEANT)
    if settle == "confirmed":
        station.confirm(INSPECTOR)
    if settle == "cancelled":
        station.cancel(DDM)
    before = everything(station.store)
    for again in (station.record, station.negate):
        told = refused(again, SERGEANT)
        assert (told.message_id, told.values["offence"].state) == ("already_decided", settle)
    assert everything(station.store) == before


def test_a_negation_that_was_not_confirmed_may_still_become_a_record(station: Station) -> None:
    station.negate(SERGEANT)
    station.record(OFFICER)
    assert (station.offence().state, station.offence().decision) == (State.RECORDED, Decision.CRIME)
    assert station.offence().crosses_at is None


def test_a_record_is_not_negated_but_returned_or_cancelled(station: Station) -> None:
    station.record(OFFICER)
    assert refused(station.negate, SERGEANT).message_id == "already_decided"
    assert refused(station.reopen, SERGEANT).message_id == "recorded_stays"


def test_what_is_open_can_be_neither_confirmed_nor_signed_off(station: Station) -> None:
    assert refused(station.confirm, INSPECTOR).message_id == "not_negated"
    assert refused(station.sign_off, INSPECTOR).message_id == "not_recorded_yet"
    assert refused(station.reopen, INSPECTOR).message_id == "already_open"


def test_a_rationale_that_is_not_on_the_log_yet_is_asked_for_first(station: Station) -> None:
    ahead, before_it = AT + hours(1), AT - hours(2)
    for written in (ahead, before_it):
        assert refused(station.negate, SERGEANT, written).message_id == "rationale_first"
    assert station.offence().state is State.OPEN


def test_every_decision_is_on_the_trail_with_when_it_happened_and_was_entered(station: Station) -> None:
    station.negate(SERGEANT, log_at=AT - timedelta(minutes=30))
    station.later(hours=1).confirm(INSPECTOR)
    negated, confirmed = station.facts()[-2:]
    assert (negated["kind"], negated["by"], negated["offence"]) == ("offence_negated", SERGEANT, 1)
    assert negated["values"]["log_at"] == "2026-11-20T13:30:00Z"
    assert (confirmed["at"], confirmed["entered"]) == ("2026-11-20T15:00:00Z",) * 2
    shown = station.see(histories.why, key_of(), None, "en")
    assert [e.kind for e in shown.entries] == station.kinds()


def test_every_change_brings_the_units_list_up_to_date(station: Station) -> None:
    wanted = select(messages.c.wanted).where(messages.c.key == "list:carmarthenshire:2026-11-20")

    def list_wanted() -> int:
        return int(station.see(lambda work: work.conn.execute(wanted).scalar_one()))

    before = list_wanted()
    for change in (station.allocate, station.negate, station.confirm):
        change(*{"allocate": (SERGEANT, OFFICER), "confirm": (INSPECTOR,)}.get(change.__name__, (SERGEANT,)))
        assert list_wanted() > before
        before = list_wanted()


def test_a_refusal_changes_nothing_at_all(station: Station) -> None:
    station.negate(SERGEANT)
    before = everything(station.store)
    for attempt in (station.confirm, station.send_back, station.cancel, station.sign_off):
        with pytest.raises(Refused):
            attempt(SERGEANT)
    assert everything(station.store) == before


def test_a_confirmed_negation_can_be_told_again_only_through_a_reopening(station: Station) -> None:
    station.negate(SERGEANT)
    station.confirm(INSPECTOR)
    assert refused(station.ask, corrections.cancel, DDM, "C4").message_id == "not_recorded"
    assert refused(station.send_back, INSPECTOR).message_id == "already_decided"


def test_an_old_button_does_not_confirm_a_decision_that_it_never_showed(station: Station) -> None:
    station.negate(SERGEANT)
    seen = station.incident().version
    station.send_back(INSPECTOR)
    station.negate(OTHER_SERGEANT)
    told = refused(station.confirm, INSPECTOR, seen=seen)
    assert (told.message_id, told.values["state"]) == ("stale", "negated")
    station.confirm(INSPECTOR, seen=station.incident().version)


def test_an_old_form_does_not_decide_the_offence_that_came_after(station: Station) -> None:
    seen = station.incident().version
    station.add_offence(OFFICER)
    station.about("123", 1).record(OFFICER)
    assert refused(station.record, OTHER_OFFICER, "48/1/26", seen=seen).message_id == "stale"
    assert station.offences()[1].state is State.OPEN


def test_a_history_of_which_the_words_were_erased_can_still_be_looked_at(station: Station) -> None:
    station.negate(SERGEANT)
    station.do(lambda work: unguard(work.conn))
    station.do(
        lambda work: work.conn.execute(update(trail).where(trail.c.seq == 1).values(body=None)) and None
    )
    station.do(lambda work: guard(work.conn))
    shown = station.see(histories.why, key_of(), None, "en")
    assert ([e.kind for e in shown.entries], shown.erased) == (["offence_negated"], 1)
