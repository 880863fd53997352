"""F8: a digest on each of 14 days, 60 times over, with crashes, pauses, stepping clocks: always one."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.domain.slots import Schedule
from bot.store import trail
from bot.store.store import Store
from bot.store.tables import trail as rows
from bot.store.work import Work
from tests.claiming import claim

ZONE = "Europe/London"
DAYS, REPLICAS = 14, 3
STARTS = [datetime(2026, 3, 20, 18, tzinfo=UTC), datetime(2026, 10, 16, 18, tzinfo=UTC)]  # the clocks change


class Killed(Exception):
    """The process ends here."""


@dataclass
class Fortnight:
    """Three replicas that tick; each has a clock of its own, which steps, and may be killed in the middle."""

    seed: int
    random: Random = field(init=False)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.begins = STARTS[self.seed % 2]
        self.offsets = [timedelta(0)] * REPLICAS
        self.paused, self.deaths = self.begins, 0

    def ticks(self) -> Iterator[tuple[int, datetime]]:
        """Which replica ticks, and what its clock says."""
        at, end = self.begins, self.begins + timedelta(days=DAYS)
        while at < end:
            who = self.random.randrange(REPLICAS)
            if self.random.random() < 0.03:
                self.offsets[who] = timedelta(minutes=self.random.randint(-60, 60))
            yield who, at + self.offsets[who]
            step = timedelta(minutes=self.random.randint(1, 30))
            if self.random.random() < 0.1 and at > self.paused + timedelta(hours=8):
                self.paused, step = at, timedelta(minutes=self.random.randint(90, 180))
            at += step

    def dies(self) -> bool:
        """Whether the process is killed at this point; never so often in a row that the day is past use."""
        self.deaths = self.deaths + 1 if self.random.random() < 0.4 and self.deaths < 2 else 0
        return self.deaths > 0

    def faults(self, done: Counter[date]) -> tuple[int, int]:
        """How many of the days in the middle were missed, and how many done more than once."""
        first = self.begins.date() + timedelta(days=1)
        days = [first + timedelta(days=n) for n in range(DAYS - 1)]
        return sum(done[d] == 0 for d in days), sum(done[d] > 1 for d in days)


def with_ledger(story: Fortnight, store: Store) -> Counter[date]:
    """What we do: the slot and the digest in one transaction."""
    schedule = Schedule(f"digest {story.seed}", time(7), ZONE)

    def digest(work: Work) -> None:
        for due in claim(work, schedule):
            if due.runs:
                trail.append(work.conn, trail.Entry(schedule.job, due.day.isoformat()))
            if story.dies():
                raise Killed

    for _, at in story.ticks():
        try:
            store.write_now(digest, at)
        except Killed:
            continue
    kept = store.write_now(bodies, story.begins, schedule.job)
    return Counter(date.fromisoformat(body) for body in kept)


def bodies(work: Work, stream: str) -> list[str]:
    """The days that were done, as they stand on the trail."""
    return list(work.conn.execute(select(rows.c.body).where(rows.c.stream == stream)).scalars())


def with_last_run_file(story: Fortnight, path: Path) -> Counter[date]:
    """The usual way: a file remembers the last day on which the job ran."""
    done: Counter[date] = Counter()
    for _, at in story.ticks():
        local = at.astimezone(ZoneInfo(ZONE))
        last = path.read_text() if path.exists() else ""
        if local.hour == 7 and last != local.date().isoformat():
            done[local.date()] += 1
            if not story.dies():
                path.write_text(local.date().isoformat())
    return done


def faults_of(seeds: range, run: Callable[[Fortnight], Counter[date]]) -> tuple[int, int]:
    """Missed and doubled days of several fortnights together."""
    found = [story.faults(run(story)) for story in map(Fortnight, seeds)]
    return sum(missed for missed, _ in found), sum(doubled for _, doubled in found)


def test_two_fortnights_miss_no_digest_and_double_none(store: Store) -> None:
    assert faults_of(range(2), lambda story: with_ledger(story, store)) == (0, 0)


@pytest.mark.faults
def test_sixty_fortnights_miss_no_digest_and_double_none(store: Store) -> None:
    assert faults_of(range(60), lambda story: with_ledger(story, store)) == (0, 0)


def test_a_file_that_remembers_the_last_run_misses_and_doubles(tmp_path: Path) -> None:
    missed, doubled = faults_of(range(4), lambda s: with_last_run_file(s, tmp_path / f"{s.seed}"))
    assert missed > 0
    assert doubled > 0
