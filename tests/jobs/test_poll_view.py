"""Polls of a view, from the force's database to ours: what waits, what is cleared, what no poll forgets."""

from pathlib import Path

import pytest

from bot.config import Settings
from bot.domain.offence import State
from bot.feeds import feeds_of
from bot.kit import Kit
from bot.services.feeds import overview
from bot.sources.feed import Feed
from bot.store import claims
from bot.store import polls as stored
from jobs.poll import poll
from tests.builders import OFFICER, Station, hours, report
from tests.sources.builders import AT
from tests.sources.views import (
    CRIMES,
    HIGH_WATER,
    INCIDENTS,
    MAPPING,
    System,
    after,
    mapping_of,
    ref_of,
    sqlite,
)


@pytest.fixture
def system(tmp_path: Path) -> System:
    return System(sqlite(tmp_path))


@pytest.fixture
def feed(system: System) -> Feed:
    return Feed(system.source())


def waiting(kit: Kit) -> list[str]:
    """The files of the rows that wait to be corrected."""
    return sorted(row.file for _, row in kit.store.read_now(overview.state, kit.clock.story()).waiting)


async def later(kit: Kit, feed: Feed, minutes: float = 1) -> stored.Poll:
    """A poll so many minutes on."""
    kit.clock.hands.at += hours(minutes / 60)
    return await poll(kit, feed)


def mend(system: System, n: int, minutes: float) -> None:
    """Correct a row as a person does, which stamps it anew."""
    stamp = after(minutes).isoformat()
    system.run(
        "UPDATE logs SET unit = 'powys', \"LAST_UPDATED\" = :stamp WHERE ref = :ref",
        stamp=stamp,
        ref=ref_of(n),
    )


@pytest.fixture(autouse=True)
def midday(kit: Kit) -> None:
    kit.clock.hands.at = AT


async def test_a_bad_row_waits_until_it_is_read_well_again(kit: Kit, system: System, feed: Feed) -> None:
    for n, minutes in ((1, -120), (2, -120), (3, 0)):
        system.put(n, stamp=after(minutes), unit="" if n < 3 else "powys")
    count = await poll(kit, feed)
    both = [f"queue {ref_of(1)}", f"queue {ref_of(2)}"]
    assert (count.good, count.bad, waiting(kit)) == (1, 2, both)
    for _ in range(2):
        await later(kit, feed)
        assert waiting(kit) == both
    mend(system, 1, minutes=2)
    assert (await later(kit, feed)).fresh == 1
    assert waiting(kit) == both[1:]


async def test_a_row_without_a_reference_is_cleared_when_the_view_is_read_whole(
    kit: Kit, system: System, feed: Feed
) -> None:
    system.put(1, ref="a name, slipped")
    system.put(2)
    await poll(kit, feed)
    [file] = waiting(kit)
    assert (file.startswith("queue @ 2026-11-20"), "name" in file) == (True, False)
    system.run("UPDATE logs SET ref = :ref WHERE ref LIKE 'a name%'", ref=ref_of(1))
    await later(kit, feed)
    assert waiting(kit) == [file]
    await later(kit, feed, minutes=24 * 60)
    assert waiting(kit) == []


async def test_few_new_rows_are_no_shrunken_feed_and_one_bad_one_no_changed_export(
    kit: Kit, system: System, feed: Feed
) -> None:
    for n in range(30):
        system.put(n, stamp=after(-50 if n else -20))
    assert (await poll(kit, feed)).alarms == ()
    system.put(99, stamp=after(0.5), unit="")
    count = await later(kit, feed)
    assert (count.seen, count.bad, count.alarms) == (2, 1, ())
    system.put(98, stamp=after(1.5), unit="")
    count = await later(kit, feed)
    assert (count.seen, count.bad, count.alarms) == (2, 2, ())


async def test_a_view_that_lost_most_of_its_rows_is_told_when_it_is_read_whole(
    kit: Kit, system: System, feed: Feed
) -> None:
    for n in range(20):
        system.put(n)
    await poll(kit, feed)
    system.run("DELETE FROM logs WHERE ref <> :ref", ref=ref_of(1))
    alarms = [(await later(kit, feed)).alarms for _ in range(30)]
    assert alarms == [()] * 30
    assert "feed_shrunk" in (await later(kit, feed, minutes=24 * 60)).alarms


async def test_a_view_in_which_nothing_is_stamped_any_more_is_late(
    kit: Kit, system: System, feed: Feed
) -> None:
    system.put(1)
    await poll(kit, feed)
    assert (await later(kit, feed, minutes=59)).alarms == ()
    assert (await later(kit, feed, minutes=2)).alarms == ("feed_late",)


async def test_a_view_that_fails_is_an_alarm_and_what_waits_stays(
    kit: Kit, system: System, feed: Feed
) -> None:
    system.put(1, unit="")
    await poll(kit, feed)
    system.run("DROP VIEW queue")
    assert (await later(kit, feed)).alarms == ("feed_failed",)
    assert waiting(kit) == [f"queue {ref_of(1)}"]
    system.run("CREATE VIEW queue AS SELECT * FROM logs")
    assert (await later(kit, feed)).alarms == ()


async def test_after_a_restart_only_what_is_new_is_taken_in(kit: Kit, system: System, feed: Feed) -> None:
    system.put(1, stamp=after(-60))
    system.put(2)
    await poll(kit, feed)
    memory = kit.store.read_now(stored.memory_of, kit.clock.story(), "view")
    system.put(3, stamp=after(0.5))
    count = await later(kit, Feed(system.source(before=memory)))
    assert (count.seen, count.fresh) == (2, 1)
    assert Station(kit.store, kit.clock.story(), "3").kinds() == ["incident_received"]


@pytest.mark.parametrize("delivers", ["incidents", "crimes"])
async def test_the_bot_opens_the_views_of_its_sources_and_closes_them(
    kit: Kit, system: System, tmp_path: Path, delivers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORM_URL", system.url)
    text = MAPPING.format(delivers=delivers, sql=HIGH_WATER) + (
        INCIDENTS if delivers == "incidents" else CRIMES
    )
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "view.toml").write_text(text)
    settings = Settings.read({"COFNOD_DATA": str(tmp_path), "COFNOD_SOURCES": str(tmp_path / "sources")})
    system.put(1)
    async with feeds_of(settings, kit) as opened:
        count = await poll(kit, opened[0])
    assert (opened[0].source.delivers, count.seen, count.good) == (delivers, 1, 1)


def crime_view(kit: Kit) -> Station:
    """A station where that view is the crime system's."""
    place = Station(kit.store, AT)
    place.do(claims.feeds_are, ["view"])
    return place


async def test_a_claim_lapses_in_its_time_by_polls_of_the_news(kit: Kit, system: System) -> None:
    feed, place = Feed(system.source(mapping_of("crimes"))), crime_view(kit)
    place.receive()
    place.record(OFFICER, "47/9/26")
    system.put(1)
    await poll(kit, feed)
    for minutes, state in ((239, State.RECORDED), (241, State.OPEN)):
        kit.clock.hands.at = AT + hours(minutes / 60)
        system.put(minutes, stamp=after(minutes))
        await poll(kit, feed)
        assert place.offence().state is state


async def test_a_view_that_shrank_reopens_nothing_by_polls_of_its_news(kit: Kit, system: System) -> None:
    feed, place = Feed(system.source(mapping_of("crimes"))), crime_view(kit)
    for n in range(20):
        system.put(n)
    await poll(kit, feed)
    kit.clock.hands.at = AT + hours(23)
    place.later(hours=23).receive(report(ago=1))
    place.later(hours=23).record(OFFICER, "47/9/26")
    system.run("DELETE FROM logs WHERE ref <> :ref", ref=ref_of(1))
    for hour in (24, 25, 28):
        kit.clock.hands.at = AT + hours(hour)
        system.put(100 + hour, stamp=after(60 * hour))
        await poll(kit, feed)
    assert place.offence().state is State.RECORDED


async def test_what_went_in_before_a_view_broke_off_is_counted_and_its_bad_rows_wait(
    kit: Kit, system: System
) -> None:
    unit = "iif(n = 7, '', 'powys')"
    rows = f"SELECT '20261120-' || n, '2026-11-20T10:00:00Z', 'theft', {unit} FROM ns"
    upto = "WITH RECURSIVE ns(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM ns WHERE n < 2500) "
    system.run(upto + "INSERT INTO logs (ref, at, what, unit) " + rows)
    overflow = "CASE ref WHEN '20261120-2100' THEN abs(-9223372036854775807 - length(what) / 5) ELSE at END"
    system.run("DROP VIEW queue")
    system.run(f'CREATE VIEW queue AS SELECT ref, what, unit, "LAST_UPDATED", {overflow} AS at FROM logs')
    count = await poll(kit, Feed(system.source(mapping_of(sql=""))))
    went_in = (count.seen, count.good, count.bad, count.fresh, count.alarms)
    assert went_in == (1000, 999, 1, 999, ("feed_failed",))
    assert waiting(kit) == [f"queue {ref_of(7)}"]
