"""F21: digests over both clock changes: once for each local date, whatever the hour is that changes."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.demo.stepping import Hands, SteppedClock
from bot.domain.duty import Tour
from bot.domain.people import Roster
from bot.kit import Kit
from bot.slack.render import Renderer
from bot.store.store import Store
from jobs.digests import send_digests
from templates import FOLDER
from tests.builders import FORCE, INSPECTOR, ROSTER, Station

ZONE = ZoneInfo(FORCE.zone)
HOURS = {"1": time(0), "2": time(1), "3": time(1, 30), "4": time(1, 59), "5": time(2), "6": time(7)}
CHANGES = {"to summer time": date(2026, 3, 29), "to winter time": date(2026, 10, 25)}
EVERY_DAY = frozenset(range(7))
STEP = timedelta(minutes=10)
REPLICAS = 3


def people() -> Roster:
    """Inspectors whose tours begin in every hour about which the clocks may disagree."""
    one = ROSTER.by_collar(INSPECTOR)
    assert one is not None
    own = {"rank": "inspector", "slack_ids": ("U0HUGHES",), "email": ""}
    return Roster(
        tuple(
            replace(one, collar=collar, tours=(Tour(EVERY_DAY, at, time(at.hour + 8)),), **own)
            for collar, at in HOURS.items()
        )
    )


@pytest.fixture
def kits(database_url: str) -> Iterator[list[Kit]]:
    """Three replicas on one database; their clocks differ by some minutes."""
    stores = [Store(database_url, FORCE, people()) for _ in range(REPLICAS)]
    words = Renderer(FOLDER, FORCE.zone)
    yield [
        Kit(FORCE, store, words, SteppedClock(hands=Hands(datetime(2026, 1, 1, tzinfo=UTC))))
        for store in stores
    ]
    for store in stores:
        store.close()


def steps(change: date) -> Iterator[datetime]:
    """The instants from the evening two days before a change to that of the day after it."""
    at = datetime.combine(change - timedelta(days=2), time(20), ZONE).astimezone(UTC)
    end = datetime.combine(change + timedelta(days=1), time(20), ZONE).astimezone(UTC)
    while at < end:
        yield at
        at += STEP


@pytest.mark.parametrize("change", CHANGES)
async def test_each_local_date_has_one_digest_over_a_clock_change(kits: list[Kit], change: str) -> None:
    day = CHANGES[change]
    for at in steps(day):
        for number, kit in enumerate(kits):
            kit.clock.hands.at = at + timedelta(minutes=number)
            await send_digests(kit)
    days = [day + timedelta(days=n) for n in (-1, 0, 1)]
    expected = {f"digest:{collar}:{each.isoformat()}" for collar in HOURS for each in days}
    messages = Station(kits[0].store, at).messages("digest")
    assert {message.key for message in messages} == expected
    late = {
        m.key: m.put_at.astimezone(ZONE).strftime("%d %H:%M") for m in messages if wall(m.put_at, m.subject)
    }
    assert late == {}


def wall(put_at: datetime, key: str) -> bool:
    """Whether a digest came more than two steps after its tour began by the clock on the wall."""
    _, collar, day = key.split(":")
    begins = datetime.combine(date.fromisoformat(day), HOURS[collar], ZONE).astimezone(UTC)
    return not timedelta() <= put_at - begins <= 2 * STEP


def at_the_minute(change: date, at: time) -> Counter[date]:
    """The control: what one writes first compares the clock on the wall with the time of the digest."""
    local = [step.astimezone(ZONE) for step in steps(change)]
    return Counter(each.date() for each in local if each.time() == at)


def test_a_job_that_compares_the_clock_on_the_wall_misses_one_and_doubles_one() -> None:
    spring, autumn = (at_the_minute(day, time(1, 30)) for day in CHANGES.values())
    assert spring[CHANGES["to summer time"]] == 0
    assert autumn[CHANGES["to winter time"]] == 2
