"""The escalation ladder: each step is told once, to somebody on duty, or ends with the reason why not."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.domain.duty import DutyChange, Tour
from bot.domain.people import Person
from bot.domain.rungs import STEPS, Step, Way
from bot.services.case import Request
from bot.services.digests import subscribing
from bot.services.ladder import acknowledging, alert_items
from tests.builders import (
    AT,
    FIM,
    INSPECTOR,
    OFFICER,
    OTHER_SERGEANT,
    REGISTRAR,
    SERGEANT,
    Station,
    everything,
    refused,
    report,
)
from tests.services.steps import by_minutes, climb, ends, heard, joined_by, off, ruled, staffed, steps, told

EVERY_HOUR = (Tour(frozenset(range(7)), time(0), time(0)),)
CHIEF = Person("4001", "", "Made-up", "superintendent", "", tours=EVERY_HOUR, slack_ids=("U0CHIEF",))


def test_every_stage_is_told_to_whom_the_ladder_names(station: Station) -> None:
    by_minutes(station, 30)
    assert ends(station, "approaching") == [("oic", "listed", None), ("sergeant", "listed", SERGEANT)]
    assert ends(station, "supervisor") == [("sergeant", "told", SERGEANT)]
    assert ends(station, "no_meeting_left") == [("inspector", "told", INSPECTOR)] * 2
    assert ends(station, "urgent") == [("fim", "told", FIM)] * 2
    assert ends(station, "overdue") == [
        ("inspector", "told", INSPECTOR),
        ("inspector", "in_digest", INSPECTOR),
    ]
    assert [channel for channel, _ in told(station)] == [f"@{c}" for c in (SERGEANT, INSPECTOR, FIM)]


def test_a_step_is_told_when_it_is_due_and_not_before(station: Station) -> None:
    climb(station.later(hours=11))
    climb(station.later(hours=16, minutes=59))
    assert told(station) == []
    climb(station.later(hours=17))
    assert [m.put_at for m in station.messages("told")] == [AT + timedelta(hours=17)]


def test_climbing_again_at_the_same_instant_writes_nothing(station: Station) -> None:
    late = by_minutes(station, 20)
    before = everything(station.store)
    climb(late)
    assert everything(station.store) == before


def test_who_has_it_in_hand_stops_the_ladder_until_the_next_stage(station: Station) -> None:
    climb(station.later(hours=19.3))
    [alert] = station.messages()
    station.later(hours=19.4).do(acknowledging.got_it, Request("ask:1", INSPECTOR), alert.key)
    by_minutes(station, 20.9)
    assert ends(station, "no_meeting_left")[1] == ("inspector", "acknowledged", None)
    climb(station.later(hours=21))
    assert ends(station, "urgent")[0] == ("fim", "told", FIM)


def test_what_is_in_hand_says_so_on_every_copy(station: Station) -> None:
    late = by_minutes(station, 20)
    [(_, sergeants), (_, inspectors)] = told(station)
    late.do(acknowledging.got_it, Request("ask:1", INSPECTOR), inspectors)
    [alert] = station.messages()
    for query, key in (
        (alert_items.alert, alert.key),
        (alert_items.told, sergeants),
        (alert_items.told, inspectors),
    ):
        [item] = late.see(query, key, "en").items
        assert item.got_by.collar == INSPECTOR
    again = refused(late.do, acknowledging.got_it, Request("ask:2", SERGEANT), alert.key)
    assert (again.message_id, again.values["alert"].got_by) == ("already_in_hand", INSPECTOR)


def test_what_is_decided_in_time_ends_the_steps_that_wait(station: Station) -> None:
    climb(station.later(hours=12))
    station.record(OFFICER)
    by_minutes(station, 30)
    assert ends(station, "supervisor") == [("sergeant", "decided", None)]
    assert told(station) == []


def test_who_has_nobody_on_duty_is_stood_in_for_by_the_next(station: Station) -> None:
    off(station, SERGEANT, INSPECTOR)
    climb(station.later(hours=12))
    climb(station.later(hours=17))
    [step] = [s for s in steps(station) if s.stage == "supervisor"]
    assert (step.person, step.passed) == (FIM, ("sergeant:off_duty", "inspector:off_duty"))


def test_with_nobody_on_duty_the_step_and_the_trail_say_so(station: Station) -> None:
    off(station, SERGEANT, INSPECTOR, FIM)
    climb(station.later(hours=12))
    climb(station.later(hours=17))
    assert ends(station, "supervisor") == [("sergeant", "nobody", None)]
    [fact] = station.facts("nobody_told")
    assert fact["values"]["tell"] == "sergeant"
    assert fact["values"]["passed"] == ["sergeant:off_duty", "inspector:off_duty", "fim:off_duty"]


def test_whoever_slack_does_not_know_is_passed_over(station: Station) -> None:
    staffed(station, lambda p: replace(p, slack_ids=()) if p.collar == SERGEANT else p)
    climb(station.later(hours=12))
    climb(station.later(hours=17))
    [step] = [s for s in steps(station) if s.stage == "supervisor"]
    assert (step.person, step.passed) == (INSPECTOR, (f"{SERGEANT}:no_account",))


def test_the_registrar_is_told_of_nothing_whatever_their_rank(station: Station) -> None:
    staffed(station, lambda p: replace(p, roles=p.roles | {"registrar"}) if p.collar == INSPECTOR else p)
    by_minutes(station, 30)
    assert not {INSPECTOR, REGISTRAR} & heard(station).keys()


@pytest.mark.parametrize(
    ("category", "markers", "woken"),
    [
        ("rape", (), True),
        ("rape_unconfirmed", (), True),
        ("violence_da", ("high_risk",), True),
        ("domestic", (), False),
    ],
)
def test_a_superintendent_is_woken_for_the_gravest_alone(
    empty: Station, category: str, markers: tuple[str, ...], woken: bool
) -> None:
    joined_by(empty, [CHIEF])
    empty.receive(report(category=category, markers=markers))
    by_minutes(empty, 26, 30)
    assert (CHIEF.collar in heard(empty)) is woken


def test_after_downtime_a_person_is_told_once_in_a_summary_that_says_so(empty: Station) -> None:
    empty.receive(*(report(str(n)) for n in range(1, 31)))
    climb(empty.later(hours=12))
    climb(empty.later(hours=18))
    [(channel, key)] = told(empty)
    shown = empty.later(hours=18).see(alert_items.told, key, "en")
    assert (channel, len(shown.items), shown.why) == (f"@{SERGEANT}", 30, "late")


def test_what_a_graver_stage_overtook_meanwhile_is_not_told_any_more(station: Station) -> None:
    climb(station.later(hours=12))
    climb(station.later(hours=30))
    climb(station.later(hours=31))
    assert ends(station, "supervisor") == [("sergeant", "overtaken", None)]
    assert ("fim", "overtaken", None) in ends(station, "urgent")


def test_nobody_gets_more_than_an_hour_may_hold_and_nothing_is_lost(empty: Station) -> None:
    ruled(empty, messages_an_hour=3)
    for n in range(10):
        empty.receive(report(str(n + 1), ago=1 + n / 30))
    climb(empty.later(hours=12))
    for minutes in range(15, 61):
        climb(empty.later(hours=16, minutes=minutes))
    assert len(heard(empty)[SERGEANT]) == 3
    reasons = [s.reason for s in steps(empty) if s.stage == "supervisor"]
    assert reasons == ["told"] * 2 + ["summed_up"] * 8
    assert len(empty.see(alert_items.told, told(empty)[-1][1], "en").items) == 8


def test_an_overdue_restricted_one_stands_first_in_a_summary(empty: Station) -> None:
    ruled(empty, messages_an_hour=1, steps={**STEPS, "overdue": (Step("fim", Way.DIRECT),)})
    empty.receive(report("1", ago=21.9), report("2", "rape", ago=23.9))
    climb(empty)
    late = climb(empty.later(minutes=30))
    [key] = [key for channel, key in told(empty) if channel == f"@{FIM}"]
    assert [i.line.key.number for i in late.see(alert_items.told, key, "en").items] == ["2", "1"]


def test_a_mention_that_an_hour_has_no_room_for_comes_in_the_summary(empty: Station) -> None:
    ruled(empty, messages_an_hour=1)
    empty.receive(report("1", ago=22))
    climb(empty)
    [row] = [row for row in empty.told() if row.stage == 4]
    assert row.mentions == ()
    assert [channel for channel, _ in told(empty)] == [f"@{FIM}"]


def test_who_does_not_read_the_channel_is_told_by_a_message_of_their_own(station: Station) -> None:
    station.store.members = {"bcu-carmarthenshire": frozenset({"U0MORGAN"})}
    climb(station.later(hours=19.3))
    assert [row.mentions for row in station.told()] == [()]
    assert f"@{INSPECTOR}" in [channel for channel, _ in told(station)]


def test_whoever_gets_no_digest_is_told_by_a_message(station: Station) -> None:
    station.do(subscribing.subscribe, Request("ask:off", INSPECTOR), False, False, [])
    by_minutes(station, 25)
    assert ends(station, "overdue") == [("inspector", "told", INSPECTOR)] * 2


def test_a_report_that_moves_earlier_takes_its_steps_with_it(station: Station) -> None:
    climb(station.later(hours=12))
    station.later(hours=12).receive(report(ago=3))
    climb(station.later(hours=15))
    assert ends(station, "supervisor") == [("sergeant", "told", SERGEANT)]


def test_a_later_mention_stands_in_the_thread_of_the_alert(station: Station) -> None:
    ruled(
        station,
        steps={"overdue": (Step("fim", Way.CHANNEL), Step("inspector", Way.MENTION, timedelta(minutes=5)))},
    )
    climb(station.later(hours=23))
    late = climb(station.later(hours=23, minutes=6))
    [alert] = station.messages()
    replies = station.messages("told")
    assert [(m.channel, m.thread_of) for m in replies] == [("bcu-carmarthenshire", alert.key)] * 2
    [item] = late.see(alert_items.told, replies[1].key, "en").items
    assert item.mentions == (INSPECTOR,)


def test_what_somebody_may_not_see_any_more_is_gone_from_their_message(empty: Station) -> None:
    empty.receive(report("1"))
    climb(empty.later(hours=12))
    late = climb(empty.later(hours=17))
    [(_, key)] = told(empty)
    late.receive(report("1", "rape", opening_category="theft"))
    assert late.see(alert_items.told, key, "en").items == ()


def test_whoever_stands_in_for_leave_is_told_in_their_place(station: Station) -> None:
    leave = DutyChange(SERGEANT, False, AT, AT + timedelta(days=7), cover=OTHER_SERGEANT)
    staffed(station, lambda p: replace(p, changes=(leave,)) if p.collar == SERGEANT else p)
    climb(station.later(hours=12))
    climb(station.later(hours=17))
    assert ends(station, "supervisor") == [("sergeant", "told", OTHER_SERGEANT)]
