"""F9: down for a minute, eleven minutes, five hours, forty hours over a digest; by the job that sends it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.demo.stepping import Hands, SteppedClock
from bot.kit import Kit
from bot.services.digests import weekly
from bot.slack.render import Renderer
from bot.store import slots, trail
from bot.store.store import Store
from jobs.digests import send_digests
from jobs.weekly import send_weekly
from templates import FOLDER
from tests.builders import FORCE, ROSTER, Station

LAST_TICK = datetime(2026, 11, 20, 6, 59, tzinfo=UTC)  # a Friday: every inspector's tour begins at seven
INSPECTORS = [p.collar for p in ROSTER.people if p.rank == "inspector"]
DOWN = [
    (timedelta(minutes=1), {20: "run"}),
    (timedelta(minutes=11), {20: "run"}),
    (timedelta(hours=5), {20: "late"}),
    (timedelta(hours=40), {20: "skipped", 21: "skipped"}),
    (timedelta(hours=48, minutes=2), {20: "skipped", 21: "skipped", 22: "run"}),
]


@pytest.fixture
def kit(database_url: str) -> Iterator[Kit]:
    """A bot whose last look before it went down was a minute before seven."""
    store = Store(database_url, FORCE, ROSTER)
    words = Renderer(FOLDER, FORCE.zone, ROSTER.by_collar)
    yield Kit(FORCE, store, words, SteppedClock(hands=Hands(LAST_TICK)))
    store.close()


def after(kit: Kit, down: timedelta) -> Station:
    """The bot is up again."""
    kit.clock.hands.at = LAST_TICK + down
    return Station(kit.store, kit.clock.story())


def outcomes(station: Station, collar: str, job: str = "digest") -> dict[int, str]:
    """What became of somebody's digests, by the day of the month."""
    found = station.see(slots.taken, f"{job}:{collar}")
    return {day.day: how for day, how in found.items() if how != "begun"}


@pytest.mark.parametrize(("down", "expected"), DOWN)
async def test_a_digest_after_downtime_is_sent_or_marked_late_or_skipped(
    kit: Kit, down: timedelta, expected: dict[int, str]
) -> None:
    await send_digests(kit)
    station = after(kit, down)
    for _ in range(3):
        await send_digests(kit)
    assert {collar: outcomes(station, collar) for collar in INSPECTORS} == dict.fromkeys(INSPECTORS, expected)
    sent = sum(how in ("run", "late") for how in expected.values())
    assert Counter(m.channel for m in station.messages("digest")) == Counter(
        {f"@{c}": sent for c in INSPECTORS if sent}
    )
    alarms = [message.channel for message in station.messages("digests_skipped")]
    assert alarms == [FORCE.operations_channel] * sum(how == "skipped" for how in expected.values())


async def test_a_digest_that_comes_late_says_so(kit: Kit) -> None:
    await send_digests(kit)
    station = after(kit, timedelta(hours=5))
    await send_digests(kit)
    rows = station.see(lambda work: list(trail.rows(work.conn, "digests:2026-11-20")))
    assert {row.body["values"]["figures"]["late"] for row in rows} == {True}


@pytest.mark.parametrize(
    ("down", "expected"),
    [(timedelta(minutes=1), "run"), (timedelta(hours=5), "late"), (timedelta(hours=40), "skipped")],
)
async def test_a_weekly_digest_after_downtime_may_be_a_day_late(
    kit: Kit, down: timedelta, expected: str
) -> None:
    monday = datetime(2026, 11, 23, 7, 59, tzinfo=UTC)
    for at in (monday - timedelta(days=7, minutes=-5), monday, monday + down + timedelta(minutes=1)):
        kit.clock.hands.at = at
        await send_weekly(kit)
    station = replace(Station(kit.store), at=kit.clock.story())
    [registrar] = [
        r.whose.collar
        for r in station.see(lambda w: list(weekly.recipients(w)))
        if "registrar" in r.whose.roles
    ]
    assert outcomes(station, registrar, "weekly")[23] == expected


def at_its_hour(path: Path, at: datetime) -> bool:
    """The control: what one writes first runs at its hour, once a day, and remembers that in a file."""
    local = at.astimezone(ZoneInfo(FORCE.zone))
    done = path.exists() and path.read_text() == local.date().isoformat()
    if local.hour == 7 and not done:
        path.write_text(local.date().isoformat())
        return True
    return False


def test_a_job_that_runs_at_its_hour_loses_a_digest_and_tells_nobody(tmp_path: Path) -> None:
    ran = {down: at_its_hour(tmp_path / str(down), LAST_TICK + down) for down, _ in DOWN}
    assert list(ran.values()) == [True, True, False, False, True]
