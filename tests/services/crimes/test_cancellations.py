"""What the crime system cancels is cancelled here, and what is doubtful about it the Registrar is shown."""

from typing import Any

import pytest

from bot.domain.offence import State
from bot.services.case import Request
from bot.services.crimes import cancellations
from bot.services.incidents import cards
from bot.services.keeping import retention
from tests.builders import (
    AT,
    DDM,
    FORCE,
    OFFICER,
    REGISTRAR,
    ROSTER,
    SERGEANT,
    Station,
    everything,
    hours,
    key_of,
    refused,
    report,
)
from tests.crimes import OTHER_REF, REF, crime, listen, shown, told
from tests.services.forgetting import forget, over

GONE = {"cancelled_at": AT - hours(0.2), "cancel_code": "C3"}


@pytest.fixture
def recorded(station: Station) -> Station:
    """A theft that the crime system has a record of."""
    told(listen(station))
    return station


def cancel(station: Station, by: str = "", **more: Any) -> None:
    """Let the crime system cancel its record."""
    told(station, crime(decision_maker=by, **(GONE | more)))


def test_what_a_designated_decision_maker_cancels_is_followed_and_not_shown(
    recorded: Station,
) -> None:
    cancel(recorded, DDM)
    offence, [fact] = recorded.offence(), recorded.facts("crime_cancelled")
    assert (offence.state, offence.reason_code, offence.checked_by) == (State.CANCELLED, "C3", DDM)
    assert (offence.checked_at, fact["at"]) == (AT - hours(0.2), "2026-11-20T13:48:00Z")
    assert shown(recorded) == []
    assert recorded.messages("cancellation") == []


@pytest.mark.parametrize(
    ("by", "why"), [("", "nobody"), ("4444", "unknown"), (SERGEANT, "not_permitted"), ("842", "oic")]
)
def test_a_doubtful_cancellation_is_shown_to_the_registrar(station: Station, by: str, why: str) -> None:
    station.allocate(SERGEANT, "842")
    told(station)
    cancel(station, by)
    [message] = station.messages("cancellation")
    assert (station.offence().state, shown(station)) == (State.CANCELLED, [(REF, why)])
    assert message.channel == "force-registrar"
    assert station.facts("registrar_shown")[0]["values"] == {"crime": REF, "why": why}


@pytest.mark.parametrize(("by", "why"), [("842", ["not_permitted"]), ("", ["nobody"]), (DDM, [])])
def test_a_doubtful_cancellation_of_a_record_that_waits_is_shown_too(
    recorded: Station, by: str, why: list[str]
) -> None:
    told(recorded, crime(OTHER_REF))
    told(recorded, crime(OTHER_REF, decision_maker=by, **GONE))
    assert shown(recorded) == [(OTHER_REF, each) for each in why]
    assert recorded.offence().state is State.RECORDED


def test_whoever_recorded_a_crime_does_not_cancel_it_unseen(station: Station) -> None:
    listen(station).record(DDM, REF)
    told(station)
    cancel(station, DDM)
    assert shown(station) == [(REF, "decider")]


def test_a_rape_is_cancelled_by_the_registrar_only(empty: Station) -> None:
    empty.receive(report(category="rape"), report("124", "rape"))
    told(empty, crime(kind="rape"), crime(OTHER_REF, "124", "rape"))
    told(empty, crime(kind="rape", decision_maker=DDM, **GONE))
    told(empty, crime(OTHER_REF, "124", "rape", decision_maker=REGISTRAR, **GONE))
    assert shown(empty) == [(REF, "not_permitted")]


def test_the_class_of_the_record_counts_where_it_is_graver_than_the_log(recorded: Station) -> None:
    told(recorded, crime(kind="rape"))
    told(recorded, crime(kind="rape", decision_maker=DDM, **GONE))
    assert shown(recorded) == [(REF, "not_permitted")]


def test_reopening_is_a_ruling_and_takes_it_off_the_list(recorded: Station) -> None:
    cancel(recorded)
    assert refused(recorded.reopen, SERGEANT).message_id == "registrars_ruling"
    assert shown(recorded) != []
    recorded.reopen(REGISTRAR)
    assert (recorded.offence().state, recorded.offence().due_at) == (State.OPEN, AT + hours(23))
    assert shown(recorded) == []


def see(station: Station, by: str, n: int = 1) -> Any:
    """Press *Seen* on the message to the Registrar."""
    [message] = station.messages("cancellation")
    return station.do(cancellations.seen, Request(f"see:{by}:{n}", by), message.key)


def test_seen_lets_it_stand_and_the_trail_says_who_looked(recorded: Station) -> None:
    cancel(recorded)
    see(recorded, REGISTRAR)
    [fact] = recorded.facts("registrar_saw")
    assert (fact["by"], fact["values"]["why"], shown(recorded)) == (REGISTRAR, "nobody", [])
    assert refused(see, recorded, REGISTRAR, 2).message_id == "already_seen"


@pytest.mark.parametrize("by", [SERGEANT, DDM])
def test_nobody_else_says_that_the_registrar_has_seen_it(recorded: Station, by: str) -> None:
    cancel(recorded)
    assert refused(see, recorded, by).message_id == "registrars_only"
    assert (
        refused(recorded.see, cancellations.listed, ROSTER.by_collar(by), "en").message_id
        == "registrars_only"
    )
    assert shown(recorded) == [(REF, "nobody")]


def test_a_cancellation_that_names_somebody_later_is_judged_again(recorded: Station) -> None:
    cancel(recorded)
    cancel(recorded, SERGEANT)
    assert shown(recorded) == [(REF, "not_permitted")]
    cancel(recorded, DDM)
    assert (shown(recorded), recorded.offence().checked_by) == ([], DDM)


def test_a_cancellation_that_is_taken_back_records_it_again(recorded: Station) -> None:
    cancel(recorded)
    told(recorded)
    offence = recorded.offence()
    assert (offence.state, offence.decided_at, offence.checked_by) == (State.RECORDED, AT - hours(0.5), None)
    assert (recorded.kinds()[-1], shown(recorded)) == ("crime_restored", [])


def test_what_the_registrar_reopened_is_recorded_again_when_the_crime_is_restored(recorded: Station) -> None:
    cancel(recorded)
    recorded.reopen(REGISTRAR)
    told(recorded)
    assert recorded.offence().state is State.RECORDED


def test_what_was_cancelled_here_stays_as_its_decider_left_it(recorded: Station) -> None:
    recorded.cancel(DDM, "C4")
    cancel(recorded, SERGEANT)
    assert (recorded.offence().reason_code, recorded.offence().checked_by) == ("C4", DDM)
    assert len(recorded.facts("crime_cancelled")) == 1


def test_a_crime_recorded_twice_leaves_the_offence_recorded_once(recorded: Station) -> None:
    told(recorded, crime(OTHER_REF))
    cancel(recorded, DDM)
    assert (recorded.offence().state, recorded.offence().crime_ref) == (State.RECORDED, OTHER_REF)


def test_a_record_that_is_cancelled_when_we_first_hear_of_it_is_followed(
    station: Station,
) -> None:
    cancel(station)
    assert (station.offence().state, shown(station)) == (State.CANCELLED, [(REF, "nobody")])


def test_what_is_signed_off_and_then_moved_is_shown_and_not_undone(recorded: Station) -> None:
    recorded.sign_off(SERGEANT)
    recorded.receive(report("124"))
    told(recorded, crime(number="124"))
    assert (recorded.offence().state, shown(recorded)) == (State.SIGNED_OFF, [(REF, "moved")])
    assert recorded.about("124").offence().state is State.RECORDED


def test_a_cancelled_record_does_not_wait_for_anybody(station: Station) -> None:
    told(station, crime(kind="damage"))
    told(station, crime(kind="damage", **GONE))
    assert station.see(cards.card, key_of(), ROSTER.by_collar(OFFICER), "en").waiting == ()


def test_what_the_registrar_has_not_looked_at_is_not_forgotten(recorded: Station) -> None:
    cancel(recorded)
    old = recorded.later(days=FORCE.retention_days["messages"] + 2)
    old.do(retention.forget)
    assert shown(old) == [(REF, "nobody")]
    recorded.reopen(REGISTRAR)
    old.do(retention.forget)
    assert everything(recorded.store)["crime_notices"] == []


def test_an_incident_is_not_forgotten_while_the_registrar_has_something_to_look_at(recorded: Station) -> None:
    cancel(recorded)
    assert forget(over(recorded)).incidents == 0
    see(recorded, REGISTRAR)
    assert forget(over(recorded)).incidents == 1
    assert everything(recorded.store)["crimes"] == []


@pytest.mark.parametrize("by", ["", SERGEANT, DDM])
def test_what_the_registrar_reopened_no_word_of_the_crime_system_cancels_again(
    recorded: Station, by: str
) -> None:
    cancel(recorded)
    recorded.reopen(REGISTRAR)
    cancel(recorded, by, cancel_code="C4")
    assert (recorded.offence().state, recorded.offence().ruled_by) == (State.OPEN, REGISTRAR)
    assert shown(recorded) == [(REF, "reopened")]
    cancel(recorded, by, cancel_code="C2")
    assert shown(recorded) == [(REF, "reopened")], "shown once, as it is now"


def test_another_record_that_is_cancelled_already_does_not_stop_what_the_registrar_reopened(
    recorded: Station,
) -> None:
    cancel(recorded)
    recorded.reopen(REGISTRAR)
    told(recorded, crime(OTHER_REF, decision_maker=DDM, **GONE))
    assert recorded.offence().state is State.OPEN
    told(recorded, crime("47/3/26"))
    assert recorded.offence().state is State.RECORDED, "a living one does"


def test_a_returned_record_is_not_cancelled_by_the_crime_system(recorded: Station) -> None:
    recorded.send_back(SERGEANT)
    cancel(recorded, DDM)
    assert (recorded.offence().state, shown(recorded)) == (State.RETURNED, [])
    told(recorded)
    assert recorded.offence().state is State.RETURNED, "nor recorded over its return"


def moved(station: Station) -> Station:
    """A signed-off theft whose record the crime system moved to another incident."""
    station.sign_off(SERGEANT)
    station.receive(report("124"))
    told(station, crime(number="124"))
    return station


def test_the_registrar_reopens_what_was_signed_off_and_then_moved(recorded: Station) -> None:
    moved(recorded)
    [each] = recorded.see(cancellations.listed, ROSTER.by_collar(REGISTRAR), "en")
    assert each.may_reopen
    assert refused(recorded.reopen, SERGEANT).message_id == "registrars_ruling"
    recorded.reopen(REGISTRAR)
    offence = recorded.offence()
    assert (offence.state, offence.crime_ref, offence.ruled_by) == (State.OPEN, None, REGISTRAR)
    assert (offence.due_at, offence.sign_off_due, shown(recorded)) == (AT + hours(23), False, [])


def test_once_seen_a_moved_record_stays_as_the_registrar_let_it(recorded: Station) -> None:
    moved(recorded)
    see(recorded, REGISTRAR)
    assert refused(recorded.reopen, REGISTRAR).message_id == "recorded_stays"
