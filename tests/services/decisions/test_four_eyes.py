"""Four eyes: nobody confirms or signs off what they decided, entered or investigate themselves."""

from contextlib import suppress
from dataclasses import replace

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from bot.domain.duty import on_until
from bot.domain.offence import State
from bot.domain.people import Roster
from bot.services import refusals
from bot.services.case import Request
from bot.store.inbox import Repeated
from bot.store.tables import offences
from bot.store.verify import verify
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
    Station,
    refused,
    report,
)


@pytest.mark.parametrize("check", ["confirm", "sign_off", "send_back"])
def test_the_decider_does_not_check_their_own_decision(station: Station, check: str) -> None:
    (station.record if check == "sign_off" else station.negate)(SERGEANT)
    told = refused(getattr(station, check), SERGEANT)
    assert (told.message_id, told.values["which"]) == ("four_eyes", "decider")
    assert station.offence().checked_by is None


@pytest.mark.parametrize("check", ["confirm", "sign_off", "send_back"])
def test_the_officer_in_the_case_does_not_check_its_decisions(station: Station, check: str) -> None:
    station.allocate(SERGEANT, INSPECTOR)
    (station.record if check == "sign_off" else station.negate)(SERGEANT)
    told = refused(getattr(station, check), INSPECTOR)
    assert (told.message_id, told.values["which"]) == ("four_eyes", "oic")


def test_neither_the_decider_nor_whoever_entered_it_for_them_checks_it(station: Station) -> None:
    station.negate(OTHER_SERGEANT, decider=SERGEANT)
    offence = station.offence()
    assert (offence.decided_by, offence.entered_by) == (SERGEANT, OTHER_SERGEANT)
    for collar in (SERGEANT, OTHER_SERGEANT):
        assert refused(station.confirm, collar).values["which"] == "decider"
    assert station.facts("offence_negated")[0]["values"]["for"] == SERGEANT
    station.confirm(INSPECTOR)


def test_rules_judge_the_decider_and_not_whoever_enters_it(station: Station) -> None:
    assert refused(station.negate, SERGEANT, decider=OFFICER).message_id == "not_permitted"
    station.negate(OFFICER, decider=SERGEANT)
    assert station.offence().decided_by == SERGEANT


def test_a_person_under_two_slack_accounts_is_one_person(station: Station) -> None:
    twice = tuple(
        replace(p, slack_ids=("U0MORGAN", "U0MORGAN2")) if p.collar == SERGEANT else p for p in ROSTER.people
    )
    station.store.roster = Roster(twice)
    first, second = (station.store.roster.by_slack(i) for i in ("U0MORGAN", "U0MORGAN2"))
    assert first is second is not None
    station.negate(first.collar)
    assert refused(station.confirm, second.collar).message_id == "four_eyes"


def test_a_refusal_names_somebody_on_duty_who_really_may(station: Station) -> None:
    station.allocate(OTHER_SERGEANT, INSPECTOR)
    station.negate(SERGEANT)
    other, until = refused(station.confirm, SERGEANT).values["other"]
    assert other.collar not in (SERGEANT, INSPECTOR)
    assert (until, until > AT) == (on_until(other, AT, FORCE.zone), True)
    station.confirm(other.collar)
    assert station.offence().state is State.CONFIRMED


def test_who_lacks_the_rank_is_not_sent_to_whoever_made_the_decision(station: Station) -> None:
    station.negate(SERGEANT)
    other, _ = refused(station.confirm, OFFICER).values["other"]
    station.confirm(other.collar)


def test_the_oic_is_judged_as_they_are_when_it_is_checked(station: Station) -> None:
    station.negate(SERGEANT)
    station.allocate(SERGEANT, INSPECTOR)
    assert refused(station.confirm, INSPECTOR).values["which"] == "oic"
    station.allocate(SERGEANT, OFFICER)
    station.confirm(INSPECTOR)
    assert station.offence().oic_then == OFFICER


@pytest.mark.parametrize(
    ("state", "columns"),
    [
        ("confirmed", {"checked_by": SERGEANT, "decided_by": SERGEANT, "entered_by": OFFICER}),
        ("signed_off", {"checked_by": SERGEANT, "decided_by": OFFICER, "entered_by": SERGEANT}),
        ("signed_off", {"checked_by": SERGEANT, "decided_by": OFFICER, "oic_then": SERGEANT}),
        ("confirmed", {"checked_by": None, "decided_by": OFFICER, "entered_by": OFFICER}),
        ("confirmed", {"checked_by": SERGEANT, "decided_by": None, "entered_by": None}),
    ],
)
def test_the_database_itself_refuses_one_pair_of_eyes(
    station: Station, state: str, columns: dict[str, str | None]
) -> None:
    settled = {"state": state, "crosses_at": None, "entered_by": OFFICER, **columns}
    with pytest.raises(IntegrityError):
        station.do(lambda work: work.conn.execute(update(offences).values(settled)))
    two = {"checked_by": INSPECTOR, "decided_by": SERGEANT, "entered_by": OFFICER, "oic_then": None}
    station.do(lambda work: work.conn.execute(update(offences).values(settled | two)) and None)


def test_sign_off_is_force_wide_unless_the_force_says_otherwise(station: Station) -> None:
    station.record(OFFICER)
    station.store.force = replace(FORCE, sign_off_unit_only=True)
    told = refused(station.sign_off, OTHER_SERGEANT)
    assert (told.message_id, told.values["other"][0].unit) == ("not_permitted", "carmarthenshire")
    station.store.force = FORCE
    station.sign_off(OTHER_SERGEANT)


def test_what_the_feed_recorded_is_signed_off_by_any_sergeant_but_the_oic(empty: Station) -> None:
    empty.receive(report("123", "harassment", crime_refs=("47/1/26",)))
    assert (empty.offence().decided_by, empty.offence().sign_off_due) == ("feed", True)
    empty.sign_off(SERGEANT)
    assert empty.offence().checked_by == SERGEANT


def test_an_inspector_of_another_unit_confirms_at_night(station: Station) -> None:
    station.negate(SERGEANT)
    station.later(hours=12).confirm(OTHER_INSPECTOR)
    assert station.offence().state is State.CONFIRMED


def test_what_the_rules_keep_from_somebody_stands_on_the_trail_once(
    station: Station, database_url: str
) -> None:
    station.negate(SERGEANT)
    told = refused(station.confirm, SERGEANT, request="ask:own")
    assert refusals.worth_telling(told)
    for _ in range(3):
        with suppress(Repeated):
            station.do(refusals.note, Request("ask:own", SERGEANT), told, "confirm")
    [fact] = station.facts("request_refused")
    assert (fact["by"], fact["values"]["rule"], fact["values"]["asked"]) == (SERGEANT, "four_eyes", "confirm")
    assert verify(database_url).whole


def test_whoever_held_the_case_when_it_was_decided_does_not_check_it_by_giving_it_away(
    station: Station,
) -> None:
    station.allocate(SERGEANT, INSPECTOR)
    station.negate(SERGEANT)
    station.allocate(INSPECTOR, OFFICER)
    told = refused(station.confirm, INSPECTOR)
    assert (told.message_id, told.values["which"]) == ("four_eyes", "oic_then")
    assert told.values["other"][0].collar not in (SERGEANT, INSPECTOR, OFFICER)
    assert station.offence().state is State.NEGATED


def test_nobody_records_and_cancels_alone_but_the_registrar(station: Station) -> None:
    station.record(OFFICER, decider=DDM)
    told = refused(station.cancel, DDM, "C2")
    assert (told.message_id, told.values["which"]) == ("four_eyes", "decider")
    assert station.offence().state is State.RECORDED
    station.cancel(REGISTRAR, "C2")
    ruled = station.about("9")
    ruled.receive()
    ruled.record(REGISTRAR)
    ruled.cancel(REGISTRAR, "C2")
