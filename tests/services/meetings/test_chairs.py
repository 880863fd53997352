"""Who starts, chairs and ends a meeting, by right or by delegation, and what it does not end quietly over."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.duty import DutyChange
from bot.domain.refusal import Refused
from bot.services.case import Target
from bot.services.meetings import chairs, ending, reviewing, starting
from tests.builders import (
    FIM,
    INSPECTOR,
    OFFICER,
    REGISTRAR,
    ROSTER,
    SERGEANT,
    Station,
    key_of,
    refused,
    report,
)
from tests.services.meeting_days import (
    CHAIR,
    LISTS,
    MEETS,
    UNIT,
    at,
    end,
    facts,
    items,
    keep,
    kinds,
    meeting,
    of_the_night,
    request,
    start,
)

LATER = MEETS + timedelta(minutes=20)


@pytest.fixture
def met(empty: Station) -> Station:
    """A station at 08:30, with a list of three items, one of them restricted."""
    of_the_night(empty)
    keep(empty, LISTS)
    return at(empty, MEETS)


def test_a_chief_inspector_chairs_by_right_and_an_inspector_by_delegation(met: Station) -> None:
    assert start(met, INSPECTOR).meeting.delegated
    begun = facts(met)[-1]
    assert (begun["kind"], begun["values"]["delegated"]) == ("meeting_begun", True)
    taken = at(met, LATER).do(starting.take_chair, request(met, CHAIR), UNIT)
    assert (taken.chair, taken.delegated) == (CHAIR, False)
    assert facts(met)[-1]["values"] == {"before": INSPECTOR, "chair": CHAIR, "delegated": False}


def test_a_sergeant_may_start_it_for_its_chair_and_not_chair_it(met: Station) -> None:
    told = refused(start, met, SERGEANT)
    assert told.message_id == "not_permitted"
    assert told.values["other"] is not None
    begun = start(met, SERGEANT, CHAIR)
    assert (begun.meeting.chair, begun.meeting.begun_by) == (CHAIR, SERGEANT)


def test_an_officer_can_start_it_for_nobody(met: Station) -> None:
    assert refused(start, met, OFFICER, CHAIR).message_id == "not_permitted"
    assert meeting(met).state == "due"


def test_of_two_who_start_at_once_one_does(met: Station) -> None:
    def tried(by: str) -> str:
        try:
            start(met, by)
        except Refused as told:
            return told.message_id
        return "begun"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(tried, (CHAIR, INSPECTOR))) == ["begun", "meeting_runs"]
    assert kinds(met).count("meeting_begun") == 1
    assert len(items(met)) == 3


def test_the_form_offers_the_chair_on_duty_then_an_inspector(met: Station) -> None:
    friday = met.see(chairs.startable, ROSTER.by_collar(CHAIR), UNIT)
    assert (friday.chair.person.collar, friday.chair.delegated) == (CHAIR, False)
    keep(met, LISTS + timedelta(days=1, hours=4.5))  # Saturday 12:30: the chair has gone off
    saturday = at(met, LISTS + timedelta(days=1, hours=4.5))
    usual = saturday.see(chairs.usual_chair, UNIT)
    assert usual.collar == INSPECTOR


def test_whoever_may_chair_is_found_by_the_letters_of_the_name(met: Station) -> None:
    found = met.see(chairs.candidates, "vaug", UNIT)
    assert [c.person.collar for c in found] == [CHAIR]
    assert SERGEANT not in {c.person.collar for c in met.see(chairs.candidates, "", UNIT)}


def test_a_meeting_does_not_end_quietly_over_what_no_other_takes(met: Station) -> None:
    start(met)
    told = refused(end, at(met, LATER))
    assert (told.message_id, told.values["count"]) == ("say_why", 3)
    assert refused(end, at(met, LATER), CHAIR, "OUT", "").values["block_id"] == "line"
    assert refused(end, at(met, LATER), CHAIR, "XXX", "by phone").message_id == "unknown_code"
    about = refused(end, at(met, LATER), CHAIR, "OUT", "ring Gwen Jones, 42, at 4 High Street")
    assert about.message_id == "about_a_person"
    assert meeting(met).state == "begun"
    assert end(at(met, LATER), CHAIR, "OUT", "by phone at noon").counts["left"] == 3
    ended = meeting(met)
    assert (ended.why_not, ended.why_line) == ("OUT", "by phone at noon")
    assert len(facts(met)[-1]["values"]["no_meeting"]) == 3


def test_before_it_ends_a_chair_sees_what_is_left_and_of_the_restricted_how_many(met: Station) -> None:
    start(met)
    asked = at(met, LATER).see(ending.before_it_ends, CHAIR, UNIT)
    assert [one.incident.key.number for one in asked.left] == ["301", "302"]
    assert (asked.hidden, asked.others) == (1, 0)


def test_an_item_that_a_later_meeting_takes_needs_no_reason(met: Station) -> None:
    for number in ("301", "302", "303"):
        at(met, MEETS).about(number).record(FIM if number == "303" else SERGEANT, f"47/{number}/26")
    at(met, MEETS).receive(report("304", ago=5.25))  # due 08:45 tomorrow, in the next meeting
    at(met, MEETS + timedelta(hours=1)).receive(report("305", ago=4.7))  # due 09:18, after it
    start(at(met, MEETS + timedelta(hours=1)))
    asked = at(met, MEETS + timedelta(hours=1)).see(ending.before_it_ends, CHAIR, UNIT)
    assert [one.incident.key.number for one in asked.left] == ["304"]
    assert asked.others == 1


def test_what_the_crime_system_settled_meanwhile_is_not_left(met: Station) -> None:
    start(met)
    met.receive(report("301", ago=10, crime_refs=("47/301/26",)))
    end(at(met, LATER), CHAIR, "OUT", "by phone")
    assert (items(met)["301"].how, items(met)["301"].by) == ("decided", "feed")


def test_a_chair_who_went_off_duty_is_followed_by_another(met: Station) -> None:
    start(met, CHAIR)
    evening = at(met, MEETS + timedelta(hours=12))
    assert evening.do(starting.take_chair, request(met, INSPECTOR), UNIT).delegated
    told = refused(evening.do, starting.take_chair, request(met, INSPECTOR), UNIT)
    assert told.message_id == "chairs_already"
    assert end(evening, INSPECTOR, "OPS", "a pursuit").meeting.ended_by == INSPECTOR


def test_who_is_there_is_noted_once(met: Station) -> None:
    start(met)
    come: Any = starting.come
    assert met.do(come, request(met, OFFICER), UNIT) is True
    assert met.do(come, request(met, OFFICER), UNIT) is False
    assert kinds(met).count("meeting_attended") == 1
    assert refused(met.do, come, request(met, OFFICER), "powys").message_id == "no_meeting_runs"


ELSEWHERE = "2202"  # an inspector of Ceredigion


def test_an_inspector_of_another_unit_neither_starts_it_nor_takes_its_chair(met: Station) -> None:
    told = refused(start, met, ELSEWHERE)
    assert (told.message_id, told.values["unit"].code) == ("not_your_meeting", UNIT)
    person, until = told.values["other"]
    assert person.unit == UNIT
    assert until > met.at
    assert meeting(met).state == "due"
    start(met)
    assert (
        refused(met.do, starting.take_chair, request(met, ELSEWHERE), UNIT).message_id == "not_your_meeting"
    )
    assert refused(end, at(met, LATER), ELSEWHERE, "OUT", "by phone").message_id == "not_your_meeting"


def test_a_chair_by_role_of_one_unit_chairs_no_other(met: Station) -> None:
    keep(met, MEETS + timedelta(hours=0.5))
    powys = at(met, MEETS + timedelta(hours=1))
    assert refused(start, powys, CHAIR, None, "powys").message_id == "not_your_meeting"


def test_whoever_covers_for_an_inspector_chairs_by_delegation_in_their_place(met: Station) -> None:
    away = DutyChange(
        INSPECTOR, False, met.at - timedelta(hours=1), met.at + timedelta(days=2), cover=ELSEWHERE
    )
    met.store.roster = ROSTER.changed((away,))
    assert start(met, ELSEWHERE).meeting.delegated
    assert ELSEWHERE in {c.person.collar for c in met.see(chairs.candidates, "", UNIT)}


@pytest.mark.parametrize("by", [FIM, REGISTRAR])
def test_those_who_answer_for_the_whole_force_may_chair_any_unit(met: Station, by: str) -> None:
    assert start(met, by).meeting.chair == by


def test_a_sergeant_of_another_unit_starts_it_for_nobody_and_reviews_nothing(met: Station) -> None:
    assert refused(start, met, "1102", CHAIR).message_id == "not_your_meeting"
    start(met)
    target = Target(key_of("301"), None, None)
    asked = request(met, "1102"), target, "ring the informant"
    assert refused(met.do, reviewing.review, *asked).message_id == "not_your_meeting"
    assert met.do(reviewing.review, request(met, SERGEANT), target, "ring the informant") is not None


def test_only_those_who_may_chair_it_are_offered_for_its_chair(met: Station) -> None:
    offered = {c.person.collar for c in met.see(chairs.candidates, "", UNIT)}
    assert {CHAIR, INSPECTOR, FIM} <= offered
    assert ELSEWHERE not in offered
