"""Allocating: it stops no clock, and nobody takes an incident from another without having seen that."""

from tests.builders import (
    AT,
    OFFICER,
    OTHER_OFFICER,
    OTHER_SERGEANT,
    SERGEANT,
    Station,
    hours,
    refused,
)

DUE = AT - hours(1) + hours(24)


def test_allocating_stops_no_clock(station: Station) -> None:
    before = station.offence()
    station.allocate(SERGEANT, OFFICER)
    assert station.offence() == before
    assert (station.incident().oic, station.incident().allocated_by) == (OFFICER, SERGEANT)


def test_a_constable_does_not_allocate_but_may_be_allocated_to(station: Station) -> None:
    assert refused(station.allocate, OFFICER, OFFICER).message_id == "not_permitted"
    station.allocate(OTHER_SERGEANT, OFFICER)
    assert station.incident().oic == OFFICER


def test_allocating_to_the_same_officer_again_is_refused_with_who_did_it(station: Station) -> None:
    station.allocate(SERGEANT, OFFICER)
    told = refused(station.allocate, OTHER_SERGEANT, OFFICER)
    assert (told.message_id, told.values["incident"].allocated_by) == ("already_allocated", SERGEANT)


def test_whoever_saw_it_unallocated_does_not_take_it_from_another(station: Station) -> None:
    seen = station.incident().version
    station.allocate(SERGEANT, OFFICER, seen=seen)
    told = refused(station.allocate, OTHER_SERGEANT, OTHER_OFFICER, seen=seen)
    assert (told.message_id, told.values["incident"].oic) == ("already_allocated", OFFICER)


def test_a_later_allocation_moves_the_incident_and_says_from_whom(station: Station) -> None:
    station.allocate(SERGEANT, OFFICER)
    done = station.later(minutes=5).allocate(SERGEANT, OTHER_OFFICER)
    assert (done.before, done.officer.collar, done.due_at) == (OFFICER, OTHER_OFFICER, DUE)
    assert station.facts("incident_allocated")[-1]["values"] == {"oic": OTHER_OFFICER, "before": OFFICER}


def test_what_is_settled_is_not_allocated(station: Station) -> None:
    station.record(OFFICER)
    assert refused(station.allocate, SERGEANT, OFFICER).message_id == "nothing_open"
