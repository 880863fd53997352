"""The daily digest: who gets it, when, once a local day, and what becomes of one that comes late."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.services import digests, subscribing
from bot.services.case import Request
from bot.store import trail
from bot.store.store import Store
from tests.builders import FORCE, INSPECTOR, REGISTRAR, ROSTER, SERGEANT, Station, report

EVENING = datetime(2026, 11, 19, 20, 0, tzinfo=UTC)  # a Thursday: every inspector begins at 07:00 tomorrow
SEVEN = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
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


def test_a_unit_that_the_force_does_not_know_is_refused(awake: Station) -> None:
    from tests.builders import refused

    assert refused(ask_for, awake, SERGEANT, EVENING, True, "gwent").message_id == "unknown_unit"
