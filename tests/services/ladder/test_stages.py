"""Stages: each is told once, whatever the downtime, to those who are on duty and in the fewest messages."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.domain.clock import Stage
from bot.domain.people import Roster
from bot.domain.telling import concerned
from bot.services.case import Request
from bot.services.ladder import acknowledging, alert_items
from bot.store.tables import incidents
from bot.store.verify import verify
from tests.builders import (
    AT,
    DAY,
    FIM,
    FORCE,
    INSPECTOR,
    OFFICER,
    ROSTER,
    SERGEANT,
    Station,
    everything,
    refused,
    report,
)

LOUD = [Stage.NO_MEETING_LEFT, Stage.URGENT, Stage.OVERDUE]


def off(*collars: str) -> Roster:
    """The roster with some people off duty."""
    return Roster(tuple(replace(p, tours=()) if p.collar in collars else p for p in ROSTER.people))


def stages_of(station: Station) -> list[str]:
    """The stages that the trail says were crossed, in order."""
    return [fact["values"]["stage"] for fact in station.facts("stage_crossed")]


def test_nothing_is_crossed_before_its_time(station: Station) -> None:
    before = everything(station.store)
    assert station.later(hours=10, minutes=59).move_on() == 0
    assert everything(station.store) == before


def test_each_stage_is_told_once_as_time_passes(station: Station) -> None:
    for minutes in range(0, 30 * 60, 20):
        station.later(minutes=minutes).move_on()
    assert stages_of(station) == ["approaching", "no_meeting_left", "urgent", "overdue"]
    assert [Stage(row.stage) for row in station.told()] == LOUD
    assert station.offence().crosses_at is None


@pytest.mark.parametrize("away", [1, 13, 23, 24, 100, 1000])
def test_each_stage_is_told_once_after_downtime_of_any_length(station: Station, away: float) -> None:
    back = station.later(hours=away)
    back.move_on()
    back.later(hours=100).move_on()
    assert stages_of(station) == ["approaching", "no_meeting_left", "urgent", "overdue"]
    assert len(station.told()) == 3


def test_a_crossing_keeps_when_it_was_and_when_it_was_seen(station: Station) -> None:
    station.later(hours=30).move_on()
    fact = station.facts("stage_crossed")[0]
    assert (fact["at"], fact["entered"]) == ("2026-11-21T01:00:00Z", "2026-11-21T20:00:00Z")
    assert fact["by"] == ""


def test_a_second_look_at_the_same_instant_writes_nothing(station: Station, database_url: str) -> None:
    late = station.later(hours=30)
    late.move_on()
    before = everything(station.store)
    assert late.move_on() == 0
    assert everything(station.store) == before
    assert verify(database_url).whole


def test_what_is_recorded_in_time_crosses_nothing_more(station: Station) -> None:
    station.later(hours=12).move_on()
    station.record(OFFICER)
    station.later(hours=40).move_on()
    assert stages_of(station) == ["approaching"]


def test_a_negation_that_nobody_confirms_becomes_overdue(station: Station) -> None:
    station.negate(SERGEANT)
    station.later(hours=24).move_on()
    assert stages_of(station)[-1] == "overdue"


def test_no_meeting_left_and_overdue_concern_the_duty_inspector_of_the_unit(station: Station) -> None:
    station.later(hours=24).move_on()
    told = {Stage(row.stage): row.mentions for row in station.told()}
    assert (told[Stage.NO_MEETING_LEFT], told[Stage.OVERDUE]) == ((INSPECTOR,), (INSPECTOR,))


def test_urgent_concerns_the_incident_manager(station: Station) -> None:
    station.allocate(SERGEANT, "655")  # of Ceredigion
    station.later(hours=21.5).move_on()
    assert {Stage(row.stage): row.mentions for row in station.told()}[Stage.URGENT] == (FIM,)


def test_nobody_off_duty_is_told_and_the_incident_manager_stands_in(station: Station) -> None:
    station.store.roster = off(INSPECTOR, SERGEANT)
    station.later(hours=24).move_on()
    assert {row.mentions for row in station.told()} == {(FIM,)}


def test_with_nobody_on_duty_it_is_told_all_the_same_and_mentions_nobody(station: Station) -> None:
    station.store.roster = off(*(p.collar for p in ROSTER.people))
    station.later(hours=24).move_on()
    assert [row.mentions for row in station.told()] == [()] * 3


def test_whoever_has_left_the_force_is_told_nothing(station: Station) -> None:
    gone = tuple(replace(p, valid_to=AT.date()) if p.collar == INSPECTOR else p for p in ROSTER.people)
    station.store.roster = Roster(gone)
    station.later(hours=24).move_on()
    told = station.told()
    assert len(told) == 3
    assert not [row for row in told if INSPECTOR in row.mentions]


@pytest.mark.parametrize("stage", LOUD)
def test_those_concerned_are_on_duty_at_every_hour_of_the_week(station: Station, stage: Stage) -> None:
    incident = station.incident()
    for hour in range(24 * 7):
        at = AT + timedelta(hours=hour)
        for person in concerned(ROSTER.on(at.date()), FORCE, incident, stage, at):
            assert person in ROSTER.who(at, FORCE.zone)


def test_a_restricted_incident_is_told_to_nobody_who_may_not_see_it(empty: Station) -> None:
    empty.receive(report(category="rape"))
    told = concerned(empty.store.roster.on(DAY), FORCE, empty.incident(), Stage.URGENT, AT)
    assert [p.collar for p in told] == [FIM]  # a sergeant is not in the restricted channel


def test_several_at_once_are_one_message_a_channel(empty: Station) -> None:
    empty.receive(*(report(str(n)) for n in range(1, 6)), report("9", unit="powys"))
    empty.later(hours=21.5).move_on()
    alerts = empty.messages()
    assert sorted(m.channel for m in alerts) == ["bcu-carmarthenshire", "bcu-powys"]
    assert len([row for row in empty.told() if row.stage == Stage.URGENT]) == 6


def alert_after(station: Station, number: str, minutes: float) -> None:
    """Let an incident of this number become urgent so many minutes after AT."""
    station.receive(report(number, ago=22 - minutes / 60))
    station.later(minutes=minutes).move_on()


def test_within_fifteen_minutes_the_rest_join_the_first_as_replies(empty: Station) -> None:
    for number, minutes in (("1", 0), ("2", 5), ("3", 14), ("4", 16)):
        alert_after(empty, number, minutes)
    first, second, third, fourth = empty.messages()
    assert [m.thread_of for m in (first, second, third, fourth)] == [None, first.key, first.key, None]
    assert all(row.mentions for row in empty.told() if row.stage == Stage.URGENT)


def test_overdue_never_waits_for_the_quarter_of_an_hour(empty: Station) -> None:
    alert_after(empty, "1", 0)
    empty.receive(report("2", ago=23.95))
    empty.later(minutes=4).move_on()
    first, second = empty.messages()
    assert (first.thread_of, second.thread_of) == (None, None)


def test_another_channel_has_a_quarter_of_an_hour_of_its_own(empty: Station) -> None:
    alert_after(empty, "1", 0)
    empty.receive(report("2", ago=21.95, unit="powys"))
    empty.later(minutes=4).move_on()
    assert [m.thread_of for m in empty.messages()] == [None, None]


def test_a_restricted_incident_is_told_in_its_channel_alone(empty: Station) -> None:
    empty.receive(report("1", "rape"), report("2", "theft"))
    empty.later(hours=24).move_on()
    channels = {m.key: m.channel for m in empty.messages()}
    told = {(channels[row.message_key], row.incident_id) for row in empty.told()}
    restricted, theft = empty.about("1").incident().id, empty.about("2").incident().id
    assert told == {("restricted-incidents", restricted), ("bcu-carmarthenshire", theft)}


def test_a_thousand_that_cross_together_are_all_told_once(empty: Station) -> None:
    empty.receive(*(report(str(n), ago=22) for n in range(1, 451)))
    moved = [empty.later(seconds=n).move_on() for n in range(4)]  # messages of one instant have no order
    assert moved == [200, 200, 50, 0]
    urgent = [row.incident_id for row in empty.told() if row.stage == Stage.URGENT]
    assert (len(urgent), len(set(urgent))) == (450, 450)
    assert [m.thread_of is None for m in empty.messages()] == [True, False, False]


def test_the_first_who_says_got_it_has_it_and_the_second_hears_who(station: Station) -> None:
    station.later(hours=24).move_on()
    [alert] = station.messages()
    taken = station.do(acknowledging.got_it, Request("ask:first", INSPECTOR), alert.key)
    assert len(taken) == 1
    told = refused(station.later(minutes=1).do, acknowledging.got_it, Request("ask:2", FIM), alert.key)
    held = told.values["alert"]
    assert (told.message_id, held.got_by, held.got_at) == ("already_in_hand", INSPECTOR, AT)
    assert {fact["by"] for fact in station.facts("alert_acknowledged")} == {INSPECTOR}


def test_nobody_takes_in_hand_what_became_restricted_beside_what_they_see(empty: Station) -> None:
    empty.receive(report("301", ago=23), report("302", ago=23))
    empty.move_on()
    seclude = update(incidents).where(incidents.c.number == "302").values(restricted=True)
    empty.do(lambda work: work.conn.execute(seclude))
    [alert] = empty.messages()
    taken = empty.do(acknowledging.got_it, Request("ask:got", OFFICER), alert.key)
    assert [incident_id for incident_id, _ in taken] == [empty.about("301").incident().id]
    assert empty.about("302").facts("alert_acknowledged") == []
    assert len(empty.do(acknowledging.got_it, Request("ask:insp", INSPECTOR), alert.key)) == 1


def test_an_alert_in_hand_is_brought_up_to_date(station: Station) -> None:
    station.later(hours=24).move_on()
    [alert] = station.messages()
    station.do(acknowledging.got_it, Request("ask:first", INSPECTOR), alert.key)
    assert station.messages()[0].wanted == alert.wanted + 1


def test_an_alert_is_brought_up_to_date_by_every_change_of_its_incident(station: Station) -> None:
    station.later(hours=24).move_on()
    [alert] = station.messages()
    station.later(hours=24, minutes=5).record(OFFICER)
    assert station.messages()[0].wanted == alert.wanted + 1


def test_an_alert_that_nobody_knows_is_not_taken_in_hand(station: Station) -> None:
    told = refused(station.do, acknowledging.got_it, Request("ask:1", INSPECTOR), "alert:no:such")
    assert (told.message_id, told.values["alert"]) == ("already_in_hand", None)


def test_the_lists_of_what_crossed_are_brought_up_to_date(station: Station) -> None:
    before = {m.key: m.wanted for m in station.messages("list")}
    station.later(hours=9.9).move_on()
    assert {m.key: m.wanted for m in station.messages("list")} == before
    station.later(hours=11).move_on()
    assert "list:carmarthenshire:2026-11-21" in {m.key for m in station.messages("list")}


def test_what_becomes_restricted_is_no_longer_told_where_others_read(empty: Station) -> None:
    empty.receive(report("1"), report("2"))
    late = empty.later(hours=24)
    late.move_on()
    [alert] = late.messages()
    assert len(late.see(alert_items.alert, alert.key, "en").items) == 2
    late.receive(report("1", "rape", opening_category="theft"))
    assert [i.line.key.number for i in late.see(alert_items.alert, alert.key, "en").items] == ["2"]
    assert late.messages()[0].wanted == alert.wanted + 1
    late.receive(report("2", "rape", opening_category="theft"))
    assert late.see(alert_items.alert, alert.key, "en").items == ()
