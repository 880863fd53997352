"""Putting an alert off and passing it on: never beyond the next stage, and never lost."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.services.case import Request
from bot.services.ladder import acknowledging, alert_items, snoozing
from bot.store.inbox import Repeated
from tests.builders import AT, FIM, INSPECTOR, OFFICER, SERGEANT, Station, refused, report
from tests.services.steps import climb, ends, off, steps, told

PRICE = "917"  # on from ten on a Saturday
NML = 19.25  # hours until no meeting is left: the urgent stage begins at 21, the deadline is at 23


@pytest.fixture
def warned(station: Station) -> Station:
    """A station whose theft has no meeting left."""
    climb(station.later(hours=12))
    climb(station.later(hours=17))
    return climb(station.later(hours=NML))


def put_off(station: Station, length: str, by: str = INSPECTOR, request: str = "ask:snooze") -> Any:
    """Put the newest alert off."""
    return station.do(snoozing.snooze, Request(request, by), station.messages()[-1].key, length)


def pass_on(station: Station, by: str, key: str, request: str = "ask:cannot") -> list[str]:
    """Say that one can't."""
    return station.do(snoozing.pass_on, Request(request, by), key)


def at(hours: float) -> datetime:
    """So many hours after AT."""
    return AT + timedelta(hours=hours)


def test_whoever_puts_it_off_is_told_again_then_and_nobody_before(warned: Station) -> None:
    put = put_off(warned, "60")
    assert (put.until, put.cut) == (at(NML + 1), False)
    climb(warned.later(minutes=59))
    assert [channel for channel, _ in told(warned)] == [f"@{SERGEANT}"]
    climb(warned.later(minutes=60))
    assert [m.put_at for m in warned.messages("told")][1:] == [at(NML + 1)]


def test_it_is_shown_on_the_alert_until_it_is_over(warned: Station) -> None:
    put_off(warned, "30")
    [item] = warned.see(alert_items.alert, warned.messages()[-1].key, "en").items
    assert (item.snoozed_by.collar, item.snoozed_until) == (INSPECTOR, at(NML + 0.5))
    later = warned.later(minutes=31)
    [item] = later.see(alert_items.alert, warned.messages()[-1].key, "en").items
    assert item.snoozed_by is None


def test_it_is_on_the_trail_with_who_and_until_when(warned: Station) -> None:
    put_off(warned, "30")
    [fact] = warned.facts("alert_snoozed")
    assert (fact["by"], fact["values"]["until"]) == (INSPECTOR, "2026-11-21T09:45:00Z")


def test_it_never_crosses_the_next_stage(warned: Station) -> None:
    put = put_off(warned, "120")
    assert (put.until, put.cut) == (at(21), True)
    climb(warned.later(hours=21 - NML))
    assert ends(warned, "urgent")[0] == ("fim", "told", FIM)


def test_it_never_crosses_the_deadline(station: Station) -> None:
    climb(station.later(hours=22.5))
    assert put_off(station.later(hours=22.5), "60").until == at(23)


def test_what_is_overdue_cannot_be_put_off(station: Station) -> None:
    late = climb(station.later(hours=23))
    assert refused(put_off, late, "30").message_id == "nothing_to_snooze"


def test_until_the_meeting_is_until_it_begins(empty: Station) -> None:
    empty.receive(report(ago=1))
    climb(empty.later(hours=12))
    late = climb(empty.later(hours=17))
    [(_, key)] = told(empty)
    put = late.do(snoozing.snooze, Request("ask:1", SERGEANT), key, "meeting")
    assert (put.until, put.cut) == (at(18.5), False)


def test_a_unit_without_meetings_has_none_to_wait_for(empty: Station) -> None:
    empty.receive(report(unit="cih"))
    late = climb(empty.later(hours=21))
    assert refused(put_off, late, "meeting", FIM).message_id == "no_meeting"


def test_a_second_snooze_moves_the_first_and_adds_nothing(warned: Station) -> None:
    put_off(warned, "30")
    put_off(warned, "60", request="ask:again")
    climb(warned.later(hours=1))
    assert [channel for channel, _ in told(warned)].count(f"@{INSPECTOR}") == 1


def test_a_button_that_slack_delivers_twice_puts_it_off_once(warned: Station) -> None:
    put_off(warned, "30")
    before = len(steps(warned))
    with pytest.raises(Repeated):
        put_off(warned, "30")
    assert len(steps(warned)) == before


def test_i_cannot_tells_the_next_at_once_and_says_who(warned: Station) -> None:
    alert = warned.messages()[-1]
    assert pass_on(warned, INSPECTOR, alert.key) == [FIM]
    assert [channel for channel, _ in told(warned)][-1] == f"@{FIM}"
    [item] = warned.see(alert_items.alert, alert.key, "en").items
    assert (item.cannot.collar, item.instead.collar) == (INSPECTOR, FIM)
    [fact] = warned.facts("alert_passed_on")
    assert (fact["by"], fact["values"]["instead"]) == (INSPECTOR, [FIM])


def test_where_the_rung_has_no_further_step_whoever_stands_above_is_told(warned: Station) -> None:
    [(_, key)] = told(warned)
    assert pass_on(warned, SERGEANT, key) == [INSPECTOR]


def test_with_nobody_else_on_duty_it_stays_and_the_trail_says_so(warned: Station) -> None:
    off(warned, FIM, "2301")
    assert pass_on(warned, INSPECTOR, warned.messages()[-1].key) == []
    assert warned.facts("nobody_told")
    assert warned.facts("alert_passed_on")[0]["values"]["instead"] == []


def test_whoever_has_it_in_hand_and_cannot_has_it_no_longer(warned: Station) -> None:
    alert = warned.messages()[-1]
    warned.do(acknowledging.got_it, Request("ask:got", INSPECTOR), alert.key)
    assert pass_on(warned, INSPECTOR, alert.key) == [FIM]
    [item] = warned.see(alert_items.alert, alert.key, "en").items
    assert item.got_by is None
    assert warned.do(acknowledging.got_it, Request("ask:fim", FIM), alert.key)


def test_whom_it_did_not_ask_has_nothing_to_pass_on(warned: Station) -> None:
    assert refused(pass_on, warned, OFFICER, warned.messages()[-1].key).message_id == "not_told"


def test_what_is_decided_is_neither_put_off_nor_passed_on(warned: Station) -> None:
    warned.record(OFFICER)
    assert refused(put_off, warned, "30").message_id == "nothing_to_snooze"
    assert refused(pass_on, warned, INSPECTOR, warned.messages()[-1].key).message_id == "nothing_to_snooze"


def test_a_constable_who_only_sees_an_alert_is_told_who_can_put_it_off(warned: Station) -> None:
    told_to = refused(put_off, warned, "30", OFFICER)
    assert told_to.message_id == "not_yours_to_put_off"
    person, until = told_to.values["other"]
    assert person.collar in (SERGEANT, INSPECTOR)
    assert until > warned.at
    assert warned.facts("alert_snoozed") == []


@pytest.mark.parametrize("by", [SERGEANT, INSPECTOR, FIM])
def test_those_whom_a_step_means_and_those_above_them_may_put_it_off(warned: Station, by: str) -> None:
    assert put_off(warned, "30", by).count == 1


def test_a_sergeant_of_another_unit_may_not_put_it_off(warned: Station) -> None:
    assert refused(put_off, warned, "30", "1102").message_id == "not_yours_to_put_off"


def test_whoever_is_off_duty_may_not_put_it_off(warned: Station) -> None:
    off(warned, INSPECTOR)
    assert refused(put_off, warned, "30", INSPECTOR).message_id == "not_yours_to_put_off"


def test_the_officer_in_the_case_may_put_it_off_while_on_duty(warned: Station) -> None:
    warned.allocate(SERGEANT, PRICE)
    assert refused(put_off, warned, "30", PRICE).message_id == "not_yours_to_put_off"
    assert put_off(warned.later(hours=1), "30", PRICE).count == 1
