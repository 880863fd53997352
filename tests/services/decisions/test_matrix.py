"""The permission matrix by offence class, and what only the Registrar may do."""

from dataclasses import replace

import pytest

from bot.domain.listing import Scope
from bot.domain.offence import Decision, State
from bot.services.case import Request, Target
from bot.services.decisions import deciding
from bot.services.incidents import listings
from tests.builders import (
    AT,
    DDM,
    FORCE,
    INSPECTOR,
    OFFICER,
    OTHER_INSPECTOR,
    OTHER_SERGEANT,
    REGISTRAR,
    ROSTER,
    SERGEANT,
    SPECIALIST,
    Station,
    everything,
    hours,
    key_of,
    refused,
    report,
)

INSPECTORS_OWN = ["violence_da", "hate", "asb_personal", "harassment", "ccb"]


@pytest.mark.parametrize("category", INSPECTORS_OWN)
def test_a_sergeant_does_not_confirm_what_asks_for_an_inspector(empty: Station, category: str) -> None:
    empty.receive(report(category=category))
    empty.negate(SERGEANT)
    told = refused(empty.confirm, OTHER_SERGEANT)
    assert (told.message_id, told.values["other"][0].collar) == ("not_permitted", INSPECTOR)
    empty.confirm(INSPECTOR)
    assert empty.offence().state is State.CONFIRMED


@pytest.mark.parametrize("markers", [("child",), ("da",), ("hate_race",), ("da", "child")])
def test_a_marker_asks_for_an_inspector_as_its_category_would(
    empty: Station, markers: tuple[str, ...]
) -> None:
    empty.receive(report(category="theft", markers=markers))
    empty.negate(SERGEANT)
    assert refused(empty.confirm, OTHER_SERGEANT).message_id == "not_permitted"
    empty.confirm(DDM)


@pytest.mark.parametrize("category", ["theft", "violence", "burglary_other"])
def test_a_sergeant_confirms_everything_else(empty: Station, category: str) -> None:
    empty.receive(report(category=category))
    empty.negate(SERGEANT)
    empty.confirm(OTHER_SERGEANT)


@pytest.mark.parametrize("by", [SPECIALIST, INSPECTOR, DDM])
def test_nobody_but_the_registrar_confirms_that_a_rape_was_none(empty: Station, by: str) -> None:
    empty.receive(report(category="rape"))
    empty.negate(OTHER_INSPECTOR)
    told = refused(empty.confirm, by)
    assert (told.message_id, told.values["other"][0].collar) == ("not_permitted", REGISTRAR)
    empty.confirm(REGISTRAR)
    assert (empty.offence().state, empty.offence().ruled_by) == (State.CONFIRMED, REGISTRAR)


def test_a_sexual_offence_is_unknown_to_a_sergeant_and_confirmed_by_an_inspector(empty: Station) -> None:
    empty.receive(report(category="sexual_offence"))
    empty.negate(OTHER_INSPECTOR)
    assert refused(empty.confirm, OTHER_SERGEANT).message_id == "unknown_incident"
    empty.confirm(INSPECTOR)


@pytest.mark.parametrize(
    "act", ["record", "negate", "confirm", "sign_off", "send_back", "reopen", "add_offence"]
)
def test_an_old_button_does_nothing_to_an_incident_that_has_become_restricted(
    station: Station, act: str
) -> None:
    station.add_offence(OFFICER, category="rape")
    before = everything(station.store)
    assert refused(getattr(station, act), OTHER_SERGEANT).message_id == "unknown_incident"
    assert refused(station.allocate, OTHER_SERGEANT, OFFICER).message_id == "unknown_incident"
    assert everything(station.store) == before


def test_nobody_is_sent_to_somebody_who_may_not_see_it(empty: Station) -> None:
    empty.receive(report(category="homicide"))
    empty.record(INSPECTOR)
    other, _ = refused(empty.sign_off, INSPECTOR).values["other"]
    empty.sign_off(other.collar)


@pytest.mark.parametrize("by", [SPECIALIST, INSPECTOR])
def test_an_n100_is_signed_off_by_a_designated_decision_maker_or_the_registrar(
    empty: Station, by: str
) -> None:
    empty.receive(report(category="rape"))
    empty.n100(OTHER_INSPECTOR)
    assert refused(empty.sign_off, by).message_id == "not_permitted"
    empty.sign_off(DDM)
    assert empty.offence().state is State.SIGNED_OFF


def test_a_recorded_rape_is_cancelled_by_the_registrar_alone(empty: Station) -> None:
    empty.receive(report(category="rape"))
    empty.record(SPECIALIST)
    assert refused(empty.cancel, DDM).message_id == "not_permitted"
    empty.cancel(REGISTRAR, "C2")
    assert empty.offence().ruled_by == REGISTRAR


def test_a_further_offence_brings_the_rules_of_its_own_category(empty: Station) -> None:
    empty.receive(report(category="theft"))
    empty.add_offence(OFFICER, category="harassment")
    second = empty.about("123", 2)
    second.negate(SERGEANT)
    assert refused(second.confirm, OTHER_SERGEANT).message_id == "not_permitted"
    second.send_back(INSPECTOR)
    second.record(OFFICER)
    assert second.offence().sign_off_due, "harassment is audited"


def test_the_first_offence_is_not_held_to_the_rules_of_the_second(empty: Station) -> None:
    empty.receive(report(category="theft"))
    empty.add_offence(OFFICER, category="rape")
    first = empty.about("123", 1)
    first.negate(OTHER_INSPECTOR)
    first.confirm(INSPECTOR)


def test_a_ruling_of_the_registrar_is_theirs_alone_to_reopen(station: Station) -> None:
    station.negate(SERGEANT)
    station.confirm(REGISTRAR)
    for by in (OFFICER, INSPECTOR, DDM):
        assert refused(station.reopen, by).message_id == "registrars_ruling"
    station.later(hours=1).reopen(REGISTRAR)
    assert (station.offence().state, station.offence().ruled_by) == (State.OPEN, REGISTRAR)


def test_a_confirmation_by_anybody_else_is_open_to_anybody(station: Station) -> None:
    station.negate(SERGEANT)
    station.confirm(INSPECTOR)
    station.reopen(OFFICER)
    assert station.offence().state is State.OPEN


def test_a_cancelled_crime_is_the_registrars_to_reopen(station: Station) -> None:
    station.record(OFFICER)
    station.cancel(DDM)
    assert refused(station.reopen, INSPECTOR).message_id == "registrars_ruling"
    station.reopen(REGISTRAR)
    assert station.offence().crosses_at == AT + hours(11)


def ruled_open(station: Station) -> None:
    """The Registrar finds that a negation was wrong: it is to be recorded."""
    station.negate(SERGEANT)
    station.confirm(INSPECTOR)
    station.reopen(REGISTRAR)


def test_nobody_confirms_away_what_the_registrar_reopened(station: Station) -> None:
    ruled_open(station)
    station.negate(SERGEANT)
    assert refused(station.confirm, INSPECTOR).message_id == "registrars_ruling"


def test_a_return_does_not_wash_a_ruling_away(station: Station) -> None:
    ruled_open(station)
    station.negate(SERGEANT)
    station.send_back(INSPECTOR)
    station.negate(OTHER_SERGEANT)
    assert refused(station.confirm, INSPECTOR).message_id == "registrars_ruling"
    station.confirm(REGISTRAR)


def test_a_sign_off_does_not_wash_a_ruling_away(station: Station) -> None:
    ruled_open(station)
    station.record(OFFICER)
    station.sign_off(INSPECTOR)
    assert refused(station.cancel, DDM).message_id == "registrars_ruling"
    station.cancel(REGISTRAR)


def test_reopening_by_another_does_not_wash_a_ruling_away(station: Station) -> None:
    ruled_open(station)
    station.negate(SERGEANT)
    station.reopen(OTHER_SERGEANT)
    station.negate(OTHER_SERGEANT)
    assert refused(station.confirm, INSPECTOR).message_id == "registrars_ruling"


def test_what_the_registrar_recorded_is_not_sent_back_by_the_chain_of_command(station: Station) -> None:
    station.record(REGISTRAR)
    assert refused(station.send_back, INSPECTOR).message_id == "registrars_ruling"
    assert refused(station.cancel, DDM).message_id == "registrars_ruling"
    assert station.offence().state is State.RECORDED


def test_a_ruling_never_keeps_anybody_from_recording(station: Station) -> None:
    station.negate(SERGEANT)
    station.send_back(REGISTRAR)
    station.record(OFFICER)
    assert station.offence().state is State.RECORDED


def test_the_ruling_stands_beside_the_decision_and_never_over_it(station: Station) -> None:
    station.negate(SERGEANT)
    station.confirm(REGISTRAR)
    offence = station.offence()
    assert (offence.decided_by, offence.checked_by, offence.ruled_by) == (SERGEANT, REGISTRAR, REGISTRAR)
    assert station.facts("negation_confirmed")[0]["values"]["ruling"] == REGISTRAR


def test_the_registrar_does_not_confirm_their_own_negation(empty: Station) -> None:
    empty.receive(report(category="theft"))
    told = refused(empty.negate, REGISTRAR)
    assert told.message_id == "not_permitted", "the Registrar audits; a sergeant negates"


def test_another_forces_incident_is_unknown(empty: Station) -> None:
    theirs = replace(key_of(), force="gwent")
    empty.receive(replace(report(), key=theirs))
    told = refused(
        empty.do, deciding.record, Request("ask:1", OFFICER), Target(theirs), Decision.CRIME, "47/1/26"
    )
    assert told.message_id == "unknown_incident"


def test_a_list_shows_of_the_restricted_what_their_own_row_of_the_matrix_shows(empty: Station) -> None:
    rows = {"default": ("inspector",), "rape": ("registrar",)}
    empty.store.force = replace(FORCE, permissions={**FORCE.permissions, "see_restricted": rows})
    empty.receive(report("1", "rape"), report("2", "homicide"), report("3", "theft"))

    def shown(collar: str) -> set[str]:
        asker = ROSTER.by_collar(collar)
        return {line.key.number for line in empty.see(listings.asked, Scope(), asker, "en").lines}

    assert (shown(REGISTRAR), shown(INSPECTOR), shown(SERGEANT)) == ({"1", "3"}, {"2", "3"}, {"3"})
