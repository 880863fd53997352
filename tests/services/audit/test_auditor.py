"""The auditor: a week without faults finds nothing, and whatever is planted is found once."""

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy import delete, update

from bot.domain.auditing import Kind, Patience
from bot.services import speaking_up
from bot.services.audit import auditor
from bot.services.audit import misses as shown
from bot.services.case import Request
from bot.services.digests import daily, weekly
from bot.services.ladder import climbing
from bot.services.meetings import rounds
from bot.services.messages import live_lists
from bot.store import misses, outbox, trail
from bot.store.misses import Miss
from bot.store.tables import alerts, messages, offences, slots
from bot.store.work import Work
from tests.builders import FORCE, OFFICER, SERGEANT, Station, hours, report
from tests.services.audited import dial_ins, hand_over

PATIENCE = Patience()


def audit(station: Station) -> list[Miss]:
    """One audit at the station's instant; gives what it newly found."""
    return station.do(auditor.tell, station.see(auditor.look, PATIENCE))


def show_all(work: Work) -> None:
    """Slack shows whatever it should."""
    work.conn.execute(update(messages).values(shown=messages.c.wanted, ts="1.1", shown_at=work.at))


def work_on(station: Station) -> None:
    """All that the timetable does, and what Slack does with it."""
    station.move_on()
    for job in (climbing.climb, rounds.keep, daily.send_due, dial_ins, hand_over):
        station.do(job)
    station.do(weekly.send, station.see(weekly.ready))
    station.do(show_all)


def run(station: Station, minutes: int, *others: Callable[[Station], object]) -> tuple[Station, list[Miss]]:
    """So many minutes in which everything does its work and the auditor looks; gives what it found."""
    found: list[Miss] = []
    for _ in range(minutes):
        station = station.later(minutes=1)
        station.do(live_lists.open_lists)
        for step in (*others, work_on, *others):
            step(station)
        found += audit(station)
    return station, found


def stages(found: list[Miss]) -> list[str]:
    """The stages among what was found."""
    return [miss.parts[2] for miss in found if miss.kind is Kind.STAGE]


@pytest.fixture
def begun(empty: Station) -> Station:
    """A station at which the auditor has been at work for a few minutes."""
    station, found = run(empty, 5)
    assert found == []
    return station


def test_a_first_start_finds_nothing_of_what_was_before_it(empty: Station) -> None:
    empty.receive(*(report(str(n), ago=ago) for n, ago in enumerate((1, 13, 22.5, 30), 1)))
    empty.do(lambda work: work.conn.execute(update(offences).values(crosses_at=None)))
    _, found = run(empty, 30)
    assert found == []


def test_a_stage_that_was_told_in_time_is_no_miss(begun: Station) -> None:
    begun.receive(report(ago=21.9), report("124", ago=23.9), report("125", ago=11.9))
    _, found = run(begun, 130)
    assert found == []
    assert len(begun.told()) >= 4


def stand_still(station: Station) -> None:
    """Every clock forgets when it crosses its next stage."""
    station.do(lambda work: work.conn.execute(update(offences).values(crosses_at=None)))


def lose_alerts(station: Station) -> None:
    """Whatever alerts tell of is lost again as soon as it is noted."""
    station.do(lambda work: work.conn.execute(delete(alerts)))


def lose_messages(station: Station) -> None:
    """The same, and the messages too."""
    lose_alerts(station)
    station.do(lambda work: work.conn.execute(delete(messages).where(messages.c.bulletin == "alert")))


@pytest.mark.parametrize("fault", [stand_still, lose_alerts, lose_messages])
def test_a_stage_that_nobody_was_told_of_is_found_once(
    begun: Station, fault: Callable[[Station], None]
) -> None:
    begun.receive(report(ago=21.9))
    _, found = run(begun, 30, fault)
    at_once, urgent = (miss for miss in found if miss.kind is Kind.STAGE)
    assert stages(found) == ["no_meeting_left", "urgent"]
    assert at_once.due_at == begun.at
    assert urgent.due_at == begun.offence().due_at - hours(2)
    assert {miss.stream for miss in found} == {begun.incident().stream}


def test_a_miss_of_what_is_restricted_later_is_told_anew_without_its_name(begun: Station) -> None:
    begun.receive(report(ago=21.9))
    late, found = run(begun, 30, stand_still)
    key = found[0].message_key
    before = late.see(outbox.by_key, key).wanted
    assert not any(one.hidden for one in late.see(shown.of_message, key))
    late.receive(report("123", "rape", ago=21.9))
    assert late.see(outbox.by_key, key).wanted > before
    assert all(one.hidden for one in late.see(shown.of_message, key))


def test_a_late_report_is_due_when_it_was_seen_and_not_hours_before(begun: Station) -> None:
    begun.receive(report(ago=30))
    _, found = run(begun, 5, stand_still)
    assert set(stages(found)) == {"urgent", "overdue", "no_meeting_left"}
    assert {miss.due_at for miss in found} == {begun.at}


def test_what_was_settled_before_its_stage_was_not_due(begun: Station) -> None:
    begun.receive(report(ago=21.9))
    begun.record(OFFICER)
    _, found = run(begun, 20)
    assert found == []


def test_what_was_settled_long_after_its_stage_was_due_all_the_same(begun: Station) -> None:
    begun.receive(report(ago=21.9))
    later, found = run(begun, 2, stand_still)
    later.record(OFFICER)
    _, more = run(later, 20)
    assert stages([*found, *more]) == ["no_meeting_left"]


def test_an_offence_that_is_opened_again_is_due_from_then_on(begun: Station) -> None:
    begun.receive(report(ago=21.9))
    begun.record(OFFICER)
    later, found = run(begun, 60)
    later.send_back(SERGEANT)
    settled = [*found, *run(later, 20)[1]]
    assert settled == []
    assert len(begun.told()) == 2


def test_after_downtime_everything_may_catch_up_before_it_is_judged(begun: Station) -> None:
    begun.receive(report(ago=21.9))
    back = begun.later(hours=5)
    assert audit(back) == []
    later, found = run(back, 5)
    assert found == []
    later.do(lambda work: work.conn.execute(delete(slots)))
    assert run(later, 20)[1] == []


def test_after_downtime_what_nobody_catches_up_with_is_found(begun: Station) -> None:
    begun.receive(report(ago=21.9))
    stand_still(begun)
    _, found = run(begun.later(hours=5), 5)
    assert set(stages(found)) == {"no_meeting_left", "urgent", "overdue"}


def test_a_list_that_nobody_opened_is_found(begun: Station) -> None:
    midnight = begun.later(hours=10)
    for minute in range(6):
        found = [miss for miss in audit(midnight.later(minutes=minute)) if miss.kind is Kind.LIST]
        assert {miss.parts[0] for miss in found} == ({*FORCE.units, "restricted"} if minute == 2 else set())


def wait(station: Station, minutes: int) -> list[Miss]:
    """So many minutes in which nothing happens but audits."""
    return [miss for minute in range(1, minutes + 1) for miss in audit(station.later(minutes=minute))]


def test_a_message_that_slack_never_shows_is_found_and_closed_when_it_does(begun: Station) -> None:
    begun.receive(report(ago=22.5))
    begun.move_on()
    [key] = [message.key for message in begun.messages("alert")]
    found = wait(begun, 20)
    assert (Kind.MESSAGE, key) in {(miss.kind, miss.what) for miss in found}
    later = begun.later(minutes=21)
    later.do(show_all)
    audit(later)
    assert key not in {miss.what for miss in later.see(misses.untold)}


def test_a_message_that_slack_has_refused_for_good_has_its_reason(begun: Station) -> None:
    begun.receive(report(ago=22.5))
    begun.move_on()
    begun.do(lambda work: work.conn.execute(update(messages).values(failed="restricted_action")))
    assert {miss.kind for miss in wait(begun, 30)} <= {Kind.LADDER}


def test_a_word_in_confidence_is_missed_by_its_day_and_never_by_its_hour(begun: Station) -> None:
    noon = begun.later(hours=22)
    noon.do(speaking_up.speak, Request("view:1", OFFICER), "I was told to leave it.", "words")
    assert not [miss for miss in wait(noon, 30) if miss.kind is Kind.MESSAGE]
    [miss] = [miss for miss in wait(noon.later(hours=14), 30) if miss.kind is Kind.MESSAGE]
    assert miss.what.startswith("confidence:")


def facts(station: Station) -> list[str]:
    """The kinds of fact on the day's trail of audits."""
    stream = f"audit:{station.at.date().isoformat()}"
    return [row.body["kind"] for row in station.see(lambda work: list(trail.rows(work.conn, stream)))]


async def test_three_who_audit_together_tell_a_miss_once(begun: Station) -> None:
    begun.receive(report(ago=22.5))
    stand_still(begun)
    assert audit(begun.later(minutes=1)) == []
    later = begun.later(minutes=2)
    found = later.see(auditor.look, PATIENCE)
    assert {due.kind for due in found.missed} == {Kind.STAGE, Kind.LADDER}
    told = await asyncio.gather(*(begun.store.write(auditor.tell, later.at, found) for _ in range(3)))
    assert sorted(map(len, told)) == [0, 0, len(found.missed)]
    assert len(begun.messages(auditor.MISSES)) == 1
    assert facts(begun) == ["miss_found"] * len(found.missed)


def test_what_is_told_late_after_all_is_closed_in_its_message_and_on_the_trail(begun: Station) -> None:
    begun.receive(report(ago=22.5))
    stand_still(begun)
    later, missed = run(begun, 5)
    crossed = later.at - hours(0.1)
    later.do(lambda work: work.conn.execute(update(offences).values(crosses_at=crossed)))
    later, found = run(later, 2)
    assert found == []
    assert later.see(misses.untold) == []
    [message] = later.messages(auditor.MISSES)
    assert {miss.message_key for miss in missed} == {message.key}
    assert message.wanted == 2
    assert facts(begun) == ["miss_found"] * len(missed) + ["miss_closed"] * len(missed)
