"""The daily digest: who gets it, when, once a local day, and what becomes of one that comes late."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.domain.people import Person, Roster
from bot.services.case import Request
from bot.services.digests import daily as digests
from bot.services.digests import subscribing
from bot.services.duty import changes
from bot.services.keeping import retention
from bot.store import trail
from bot.store.store import Store
from bot.store.tables import digest_items
from tests.builders import FORCE, INSPECTOR, OFFICER, REGISTRAR, ROSTER, SERGEANT, Station, refused, report

EVENING = datetime(2026, 11, 19, 20, 0, tzinfo=UTC)  # a Thursday: every inspector begins at 07:00 tomorrow
SEVEN = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
CHIEF = "3101"
INSPECTORS = {p.collar for p in ROSTER.people if p.rank == "inspector"}


@pytest.fixture
def awake(database_url: str) -> Iterator[Station]:
    """A station whose digests are looked after since the evening before."""
    store = Store(database_url, FORCE, ROSTER)
    station = Station(store, EVENING)
    station.do(digests.send_due)
    yield station
    store.close()


def tick(station: Station, at: datetime) -> int:
    """Let the clock look at an instant."""
    return int(replace(station, at=at).do(digests.send_due))


def sent(station: Station) -> list[str]:
    """To whom digests went, in order."""
    return [m.channel for m in station.messages("digest")]


def told(station: Station, day: str = "2026-11-20") -> list[dict[str, Any]]:
    """What the trail says of a day's digests."""
    rows = station.see(lambda work: list(trail.rows(work.conn, f"digests:{day}")))
    return [dict(row.body) for row in rows]


def ask_for(station: Station, who: str, at: datetime, daily: bool, *units: str) -> Any:
    """Somebody fills in the form."""
    request = Request(f"form:{who}:{at}", who)
    return replace(station, at=at).do(subscribing.subscribe, request, daily, False, units)


def test_each_inspector_gets_one_at_the_start_of_the_tour_and_no_second(awake: Station) -> None:
    assert tick(awake, SEVEN - timedelta(seconds=1)) == 0
    assert tick(awake, SEVEN) == len(INSPECTORS)
    assert tick(awake, SEVEN + timedelta(hours=3)) == 0
    assert sorted(sent(awake)) == sorted(f"@{collar}" for collar in INSPECTORS)


def test_a_ledger_that_knows_nothing_sends_nothing_of_tours_that_had_begun(database_url: str) -> None:
    store = Store(database_url, FORCE, ROSTER)
    station = Station(store, SEVEN + timedelta(hours=1))
    assert station.do(digests.send_due) == 0
    assert tick(station, SEVEN + timedelta(hours=1, minutes=1)) == 0
    assert tick(station, SEVEN + timedelta(days=1)) == len(INSPECTORS)
    store.close()


def test_what_is_sent_says_the_figures_on_the_trail_of_its_day(awake: Station) -> None:
    awake.receive(report("1", ago=30), report("2", ago=2, category="rape"))
    tick(awake, SEVEN)
    made = {fact["values"]["collar"]: fact["values"]["figures"] for fact in told(awake)}
    assert set(made) == INSPECTORS
    assert made[INSPECTOR]["units"] == ["carmarthenshire"]
    assert made[INSPECTOR]["until"] == "2026-11-21T07:00:00Z"


def test_within_six_hours_it_comes_late_and_says_so(awake: Station) -> None:
    assert tick(awake, SEVEN + timedelta(hours=5, minutes=59)) == len(INSPECTORS)
    assert all(fact["values"]["figures"]["late"] for fact in told(awake))


def test_after_six_hours_it_is_skipped_and_operations_hears_how_many(awake: Station) -> None:
    assert tick(awake, SEVEN + timedelta(hours=6, minutes=1)) == len(INSPECTORS)
    assert sent(awake) == []
    assert [m.channel for m in awake.messages("digests_skipped")] == [FORCE.operations_channel]
    assert awake.see(digests.skipped, SEVEN.date()) == len(INSPECTORS)
    assert {fact["values"]["why"] for fact in told(awake)} == {"skipped"}


def test_a_bot_that_was_away_for_days_skips_each_and_sends_the_newest(awake: Station) -> None:
    took = tick(awake, SEVEN + timedelta(days=2, minutes=5))
    assert took == 3 * len(INSPECTORS)
    assert len(sent(awake)) == len(INSPECTORS)
    assert awake.see(digests.skipped, SEVEN.date()) == len(INSPECTORS)


def test_a_sergeant_who_asks_for_it_gets_it_from_the_next_tour_on(awake: Station) -> None:
    ask_for(awake, SERGEANT, SEVEN + timedelta(hours=1), True, "powys", "ceredigion")
    tick(awake, SEVEN + timedelta(hours=2))
    assert f"@{SERGEANT}" not in sent(awake)
    tick(awake, SEVEN + timedelta(days=1))
    made = {f["values"]["collar"]: f["values"]["figures"]["units"] for f in told(awake, "2026-11-21")}
    assert made[SERGEANT] == ["powys", "ceredigion"]


def test_who_switches_it_off_gets_none_and_who_changes_units_misses_none(awake: Station) -> None:
    ask_for(awake, INSPECTOR, SEVEN + timedelta(seconds=5), False)
    ask_for(awake, "2202", SEVEN + timedelta(seconds=5), True, "powys")
    tick(awake, SEVEN + timedelta(seconds=30))
    assert f"@{INSPECTOR}" not in sent(awake)
    assert "@2202" in sent(awake)
    wish = awake.see(subscribing.wish_of, ROSTER.by_collar("2202"), "daily")
    assert (wish.wanted, wish.units) == (True, ("powys",))


def test_the_registrar_gets_it_on_duty_days_of_the_whole_force(awake: Station) -> None:
    ask_for(awake, REGISTRAR, EVENING, True)
    for day in range(4):  # Friday to Monday; on duty from 08:00, and not at the weekend
        tick(awake, SEVEN + timedelta(days=day, hours=1))
    days = [m.key for m in awake.messages("digest") if m.channel == f"@{REGISTRAR}"]
    assert days == [f"digest:{REGISTRAR}:2026-11-20", f"digest:{REGISTRAR}:2026-11-23"]
    figures = next(f["values"]["figures"] for f in told(awake) if f["values"]["collar"] == REGISTRAR)
    assert figures["units"] == list(FORCE.units)


def on_leave(station: Station, at: datetime, until: datetime, cover: str = CHIEF) -> None:
    """The inspector goes on leave, and somebody covers."""
    request = Request(f"leave:{at}", CHIEF)
    replace(station, at=at).do(changes.off_duty, request, INSPECTOR, at, until, cover)


def test_on_leave_a_digest_goes_to_the_cover_at_the_covers_own_tour(awake: Station) -> None:
    on_leave(awake, EVENING + timedelta(minutes=5), SEVEN + timedelta(days=2))
    tick(awake, SEVEN)
    assert f"@{INSPECTOR}" not in sent(awake)
    tick(awake, SEVEN + timedelta(hours=1))  # when the chief inspector comes on
    [message] = [m for m in awake.messages("digest") if m.channel == f"@{CHIEF}"]
    assert message.key == f"digest:{INSPECTOR}:2026-11-20"
    shown = awake.see(digests.of_message, message, "en")
    assert shown.digest.covers == INSPECTOR
    assert shown.digest.units == ("carmarthenshire",)


def test_back_from_leave_it_comes_to_them_again(awake: Station) -> None:
    on_leave(awake, EVENING + timedelta(minutes=5), SEVEN + timedelta(hours=20))
    tick(awake, SEVEN + timedelta(hours=1))
    tick(awake, SEVEN + timedelta(days=1))
    told_to = {m.key: m.channel for m in awake.messages("digest") if INSPECTOR in m.key}
    assert told_to == {
        f"digest:{INSPECTOR}:2026-11-20": f"@{CHIEF}",
        f"digest:{INSPECTOR}:2026-11-21": f"@{INSPECTOR}",
    }


def test_a_cover_whose_tour_had_begun_before_the_leave_is_told_at_the_next(awake: Station) -> None:
    tick(awake, SEVEN + timedelta(hours=1))
    on_leave(awake, SEVEN + timedelta(hours=2), SEVEN + timedelta(days=2))
    tick(awake, SEVEN + timedelta(hours=2, minutes=1))
    assert f"@{CHIEF}" not in sent(awake)


def test_what_becomes_restricted_since_is_not_named_to_who_may_not_see_it(awake: Station) -> None:
    ask_for(awake, SERGEANT, EVENING, True)
    awake.receive(report("1", ago=2))
    tick(awake, SEVEN + timedelta(hours=5))
    [message] = [m for m in awake.messages("digest") if m.channel == f"@{SERGEANT}"]
    assert len(awake.see(digests.of_message, message, "en").lines) == 1
    replace(awake, at=SEVEN + timedelta(hours=7)).receive(report("1", ago=2, category="rape"))
    assert awake.see(digests.of_message, message, "en").lines == ()


def test_a_digest_is_brought_up_to_date_when_one_of_its_things_is_done(awake: Station) -> None:
    awake.receive(report("123", ago=2))
    tick(awake, SEVEN)
    key = f"digest:{INSPECTOR}:2026-11-20"
    before = {m.key: m.wanted for m in awake.messages("digest")}
    replace(awake, at=SEVEN + timedelta(hours=9)).record(OFFICER)
    after = {m.key: m.wanted for m in awake.messages("digest")}
    assert {k for k in after if after[k] > before[k]} == {key, "digest:2301:2026-11-20"}


def test_nobody_is_asked_to_confirm_their_own_negation(awake: Station) -> None:
    station = replace(awake, at=SEVEN + timedelta(hours=8))
    station.receive(report("123", ago=2))
    station.negate(INSPECTOR)
    mine = station.see(digests.now, ROSTER.by_collar(INSPECTOR), "en")
    others = station.see(digests.now, ROSTER.by_collar("2301"), "en")
    assert mine.digest.standing.to_confirm.day == 1
    assert [len(mine.lines), len(others.lines)] == [0, 1]


def test_who_has_no_account_is_skipped_with_its_reason(database_url: str) -> None:
    lost = Person("77", "", "Made-up", "inspector", "powys", tours=ROSTER.people[1].tours)
    store = Store(database_url, FORCE, Roster((lost,)))
    station = Station(store, EVENING)
    station.do(digests.send_due)
    assert tick(station, SEVEN) == 1
    assert [fact["values"]["why"] for fact in told(station)] == ["unreachable"]
    assert station.messages("digest") == []
    store.close()


def test_old_digests_are_forgotten_with_their_messages(awake: Station) -> None:
    awake.receive(report("123", ago=2))
    tick(awake, SEVEN)
    later = SEVEN + timedelta(days=FORCE.retention_days["messages"] + 1)
    replace(awake, at=later).do(retention.forget)
    assert awake.see(lambda work: work.conn.execute(select(digest_items)).all()) == []
    assert awake.messages("digest") == []


def test_a_unit_that_the_force_does_not_know_is_refused(awake: Station) -> None:
    assert refused(ask_for, awake, SERGEANT, EVENING, True, "gwent").message_id == "unknown_unit"


def test_who_may_not_allocate_is_shown_only_what_they_may_confirm_or_sign_off(awake: Station) -> None:
    station = replace(awake, at=SEVEN + timedelta(hours=8))
    station.receive(report("1", ago=2), report("2", ago=2))
    station.about("2").negate(SERGEANT)
    registrar, sergeant = (ROSTER.by_collar(collar) for collar in (REGISTRAR, SERGEANT))
    for found in (
        station.see(digests.now, registrar, "en"),
        station.see(digests.more, registrar, "en").listing,
    ):
        assert [line.key.number for line in found.lines] == ["2"]
        assert "allocate" not in found.lines[0].can
    assert [line.key.number for line in station.see(digests.now, sergeant, "en").lines] == ["1"]
