"""F6, F7: of three replicas the leader is killed and frozen, time and again: nothing is missed or doubled."""

import asyncio
import multiprocessing
import os
import signal
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, make_url, select
from sqlalchemy.exc import OperationalError

from bot.clock import Clock, machine
from bot.demo.drop import CRIMES, MAPPING, Exporter
from bot.demo.scenes import OPENING, load_scene
from bot.demo.world import World
from bot.domain.auditing import Due, Patience, Window
from bot.services.audit.kinds import READINGS
from bot.store.leases import Fenced, fenced
from bot.store.tables import incidents, leases, messages, polls, slots
from bot.store.work import Work
from tests.builders import FORCE
from tests.faults import replica
from tests.faults.premises import Premises, _basis, _free_port, premises

REPLICAS, LEASES = 3, ("dispatcher", "polling")
MADE = multiprocessing.get_context("forkserver")
Replica = multiprocessing.context.ForkServerProcess
PROMPT = Patience(timedelta(minutes=30), timedelta(minutes=30), timedelta(days=1))  # of a story that flies
IN_FLIGHT = {"method": "chat.postMessage", "kind": "slow", "seconds": 0.3, "times": 1}


@dataclass(frozen=True)
class Plan:
    """What is to happen: how often, how long a freeze and a lease last, how fast the story runs."""

    kills: int
    freezes: int
    frozen: float
    speed: float
    ttl: float
    longest: float  # seconds that a replica is left in peace at most


KILLED = Plan(2, 0, 0.0, 900, 3.0, 1.5)
QUICK = Plan(2, 1, 5.0, 900, 3.0, 1.5)
FULL = Plan(10, 5, 8.0, 900, 6.0, 3.0)


@dataclass
class Trio:
    """Three replicas, the feed that they take turns to ask, and how long each takeover took."""

    place: Premises
    plan: Plan
    clock: Clock
    exporter: Exporter
    alone: bool = False
    replicas: list[Replica] = field(default_factory=list)
    takeovers: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in LEASES})

    async def start(self) -> None:
        """Wait until there are three replicas, and leaders among them."""
        await self.place.workspace.until(self.manned, 120, "three replicas")

    async def manned(self) -> bool:
        """Start those that are not there, as a supervisor does; whether all are led."""
        for _ in range(REPLICAS - len(self.alive)):
            own = self.place.folder / f"replica-{len(self.replicas)}"  # anchors are each replica's own
            environment = _basis(self.place.url, own) | self.place._slack(_free_port())
            environment["COFNOD_SOURCES"] = str(self.place.folder / "sources")
            made = MADE.Process(target=replica.run, args=(environment, self.clock, self.plan.ttl, self.alone))
            made.start()
            self.replicas.append(made)
        return await self.led()

    @property
    def alive(self) -> list[Replica]:
        return [each for each in self.replicas if each.is_alive()]

    def end(self) -> None:
        """Let none outlive the test."""
        for each in self.alive:
            each.kill()
            each.join()

    def holders(self) -> dict[str, tuple[str, int]]:
        """Who holds each lease, in which epoch."""
        rows = self.place.rows(select(leases.c.name, leases.c.holder, leases.c.epoch))
        return {name: (holder, epoch) for name, holder, epoch in rows if name in LEASES}

    def led_by(self, name: str) -> int:
        """The process that holds a lease."""
        return int(self.holders()[name][0].split(":")[1])

    async def led(self) -> bool:
        """Whether all are heard of and hold each lease; without leases, whether anything is at work."""
        if self.alone:
            return bool(self.place.rows(select(messages.c.key)))
        heard = select(leases.c.holder).where(leases.c.name.startswith("replica:"))
        known = {int(holder.split(":")[1]) for (holder,) in self.place.rows(heard)}
        pids = {each.pid for each in self.alive}
        held = {int(holder.split(":")[1]) for holder, _ in self.holders().values()}
        return len(pids & known) == REPLICAS and len(self.holders()) == len(LEASES) and held <= pids

    async def strike(self, name: str, freeze: bool) -> None:
        """Kill or freeze whoever holds a lease, in the middle of something, and see who takes over."""
        await self.place.workspace.faults(IN_FLIGHT)
        victim, before = self.led_by(name), self.holders()
        await self.freeze(victim) if freeze else os.kill(victim, signal.SIGKILL)
        loop, struck = asyncio.get_running_loop(), asyncio.get_running_loop().time()
        for held in (each for each in LEASES if before[each][0] == before[name][0]):
            while self.holders()[held][0] == before[held][0]:
                assert loop.time() - struck < 4 * self.plan.ttl + 5, f"nobody took {held}"
                await asyncio.sleep(0.02)
            self.takeovers[held].append(loop.time() - struck)
        if freeze:
            await asyncio.sleep(max(0.0, self.plan.frozen - (loop.time() - struck)))
            os.kill(victim, signal.SIGCONT)
            with pytest.raises(Fenced):
                await asyncio.to_thread(self._write_under, name, before[name][1])

    async def freeze(self, victim: int) -> None:
        """Freeze a process; on SQLite between two of its transactions, since in one it holds all of the file.

        It wakes again at once where the writers' lock is not free: it may be the one that has it.
        """
        os.kill(victim, signal.SIGSTOP)
        while self.place.url.startswith("sqlite") and not await asyncio.to_thread(self._can_write):
            os.kill(victim, signal.SIGCONT)
            await asyncio.sleep(0.02)
            os.kill(victim, signal.SIGSTOP)

    def _can_write(self) -> bool:
        """Whether somebody gets the writers' lock of SQLite within a while."""
        file = make_url(self.place.url).database or ""
        with closing(sqlite3.connect(file, timeout=0.5, isolation_level=None)) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return False
            connection.execute("ROLLBACK")
            return True

    def _write_under(self, name: str, epoch: int) -> None:
        """Write something under a lease, however long three replicas want to write too."""
        for _ in range(10):
            with suppress(OperationalError):
                self.place.store.write_now(fenced, machine(), name, epoch, lambda work: work.at)
                return

    async def live(self) -> None:
        """Everything that is planned, one strike after the other."""
        strikes = [False] * self.plan.kills + [True] * self.plan.freezes
        for number, freeze in enumerate(strikes):
            await self.start()
            await asyncio.sleep(self.plan.longest * (number % 3 + 1) / 3)
            await self.strike(LEASES[number % 2], freeze)
        await self.start()

    async def export(self) -> None:
        """The control room goes on writing its export."""
        while True:
            await asyncio.to_thread(self.exporter.write, self.clock.story())
            await asyncio.sleep(0.5)

    def untold(self, until: datetime) -> list[Due]:
        """What the auditor misses of all that was due until an instant."""
        assert self.clock.starts
        begin = self.clock.starts + timedelta(hours=1)
        window = Window(begin, begin, begin, until, PROMPT)

        def look(work: Work) -> list[Due]:
            return [due for reading in READINGS for due in reading.untold(work, window)]

        return self.place.store.read_now(look, until)

    async def doubled(self) -> tuple[list[str], list[str]]:
        """Which messages Slack lacks, and which it has too often."""
        keys = {row.uid: row.key for row in self.place.rows(select(messages)) if row.ts}
        shown = await self.place.uids()
        lacking = [key for uid, key in keys.items() if uid not in shown]
        return lacking, [keys.get(uid, uid) for uid, n in shown.items() if n > 1]


@asynccontextmanager
async def story(place: Premises, plan: Plan, folder: Path, alone: bool = False) -> AsyncIterator[Trio]:
    """Three replicas at work on a feed that goes on telling."""
    scene = load_scene(OPENING)
    for name in ("sources", "drop"):
        (folder / name).mkdir()
    for mapping in (MAPPING, CRIMES):
        (folder / "sources" / mapping.name).write_bytes(mapping.read_bytes())
    exporter = Exporter(World(scene, FORCE), folder / "drop", ZoneInfo(FORCE.zone))
    exporter.write(scene.starts)
    MADE.set_forkserver_preload(["tests.faults.replica"])
    MADE.Process(target=os.getpid).start()  # what all of them need is read once, before the story begins
    trio = Trio(place, plan, Clock.sped_up(scene.starts, plan.speed), exporter, alone)
    exporting = asyncio.create_task(trio.export())
    try:
        await trio.start()
        yield trio
    finally:
        trio.end()
        exporting.cancel()


async def settled(trio: Trio, until: datetime) -> bool:
    """Whether all that was put until an instant stands in Slack."""
    behind = messages.c.shown == 0, messages.c.failed.is_(None), messages.c.put_at <= until
    return trio.clock.story() > until and not trio.place.rows(select(messages.c.key).where(*behind))


LONG = pytest.mark.faults
PLANS = [
    pytest.param("sqlite", KILLED, id="killed-sqlite"),
    pytest.param("sqlite", QUICK, id="quick-sqlite", marks=LONG),
    pytest.param("postgresql", QUICK, id="quick-postgresql", marks=LONG),
    pytest.param("sqlite", FULL, id="full-sqlite", marks=LONG),
    pytest.param("postgresql", FULL, id="full-postgresql", marks=LONG),
]


@pytest.mark.parametrize(("database_url", "plan"), PLANS, indirect=["database_url"])
async def test_replicas_whose_leader_dies_or_freezes_miss_nothing_and_double_nothing(
    database_url: str, tmp_path: Path, plan: Plan
) -> None:
    async with premises(database_url, tmp_path) as place, story(place, plan, tmp_path) as trio:
        await trio.live()
        until = trio.clock.story()
        await place.workspace.until(lambda: settled(trio, until + 2 * PROMPT.doing), 180, "all to be shown")
        report(trio)
        assert trio.untold(until) == []
        assert await trio.doubled() == ([], [])
        for times in trio.takeovers.values():
            assert max(times) <= plan.ttl + 1


def report(trio: Trio) -> None:
    """Say what was measured."""
    count = select(func.count()).select_from
    taken, asked = (trio.place.rows(count(table))[0][0] for table in (incidents, polls))
    kinds = Counter(row.job.partition(":")[0] for row in trio.place.rows(select(slots.c.job)))
    longest = {name: f"{max(times):.2f} s" for name, times in trio.takeovers.items() if times}
    print(
        f"takeovers {longest} of TTL {trio.plan.ttl} s; {taken} incidents, {asked} polls; slots {dict(kinds)}"
    )


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_replicas_that_ask_nobody_double_what_they_tell(database_url: str, tmp_path: Path) -> None:
    async with premises(database_url, tmp_path) as place, story(place, QUICK, tmp_path, True) as trio:
        until = trio.clock.story() + 2 * PROMPT.doing
        await place.workspace.until(lambda: settled(trio, until), 180, "all to be shown")
        _, doubled = await trio.doubled()
    print(f"three dispatchers without a lease: {len(doubled)} messages doubled")
    assert doubled
