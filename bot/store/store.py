"""The store: services go in as plain functions, each runs in one transaction on the store's own thread."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.domain.force import Force
from bot.domain.people import Roster
from bot.pulse import nothing
from bot.store import anchors
from bot.store.anchors import Anchor
from bot.store.engine import Engines, engines_of
from bot.store.leases import fenced
from bot.store.trying import PATIENCE_SECONDS, Trying
from bot.store.work import Conflict, Work

P = ParamSpec("P")
T = TypeVar("T")
# Who lost a race waits for the others who lost theirs: else under a crowd somebody loses every time.
IN_TURN = select(func.pg_advisory_xact_lock(0x52657472))
READERS = 2
WRITERS_POSTGRESQL = 4


class Store:
    """Where services run. `at` is the story's instant (UTC) at which whatever they do happens."""

    def __init__(self, url: str, force: Force, roster: Roster, engines: Engines | None = None) -> None:
        self.force = force
        self.roster = roster  # replaced whole when the roster changes
        self.members: Mapping[str, frozenset[str]] = {}  # who reads which channel, as far as Slack told
        self._writing, self._reading = engines or engines_of(url)
        writers = 1 if self._writing.dialect.name == "sqlite" else WRITERS_POSTGRESQL
        self._writers = ThreadPoolExecutor(writers, thread_name_prefix="store-write")
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="store-read")
        self._wake: Callable[[], None] = lambda: None
        self._closing = Event()
        self._fence: tuple[str, int] | None = None
        self._beat: Callable[[], None] = nothing

    def on_put(self, wake: Callable[[], None]) -> None:
        """Call `wake` on the event loop after each commit that put a message."""
        self._wake = wake

    def fenced_by(self, lease: str, epoch: int, loop: str, beat: Callable[[str], None]) -> "Store":
        """The same store for whoever does something under a lease: writes of a former epoch raise Fenced.

        Each write that was done leaves a beat of the loop: long work is not silence.
        """
        same = copy(self)
        same._fence, same._beat = (lease, epoch), partial(beat, loop)
        return same

    def _fenced(self, service: Callable[..., T]) -> Callable[..., T]:
        return partial(_under, self._fence, service) if self._fence else service

    async def write(
        self, service: Callable[Concatenate[Work, P], T], at: datetime, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a service in a transaction that commits before this returns; raises what it raises.

        A database that is busy or away is asked again until a minute has passed since this was called: do
        not wait for it in an ack.
        """
        loop, trying = asyncio.get_running_loop(), Trying(PATIENCE_SECONDS, self._closing)
        guarded = self._fenced(partial(service, **kwargs))
        run = partial(self._transact, self._writing, trying, at, guarded, *args)
        work, result = await loop.run_in_executor(self._writers, run)
        self._beat()
        if work.wakes:
            self._wake()
        return result

    async def read(
        self, query: Callable[Concatenate[Work, P], T], at: datetime, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a question in a read-only transaction of its own."""
        loop, trying = asyncio.get_running_loop(), Trying(PATIENCE_SECONDS, self._closing)
        run = partial(self._transact, self._reading, trying, at, partial(query, **kwargs), *args)
        _, result = await loop.run_in_executor(self._readers, run)
        return result

    def write_now(
        self, service: Callable[Concatenate[Work, P], T], at: datetime, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The same as `write` for programs without an event loop, and without patience."""
        trying = Trying(0, self._closing)
        return self._transact(self._writing, trying, at, self._fenced(partial(service, **kwargs)), *args)[1]

    def read_now(
        self, query: Callable[Concatenate[Work, P], T], at: datetime, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The same as `read` for programs without an event loop, and without patience."""
        return self._transact(self._reading, Trying(0, self._closing), at, partial(query, **kwargs), *args)[1]

    async def anchor(self, path: Path, at: datetime) -> Anchor | None:
        """Note outside the database what the trail has become; None where it gained nothing."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, anchors.extend, self._reading, path, at)

    def _transact(
        self, engine: Engine, trying: Trying, at: datetime, service: Callable[..., T], *args: Any
    ) -> tuple[Work, T]:
        while True:
            done = False
            try:
                with engine.begin() as conn:
                    if trying.lost and conn.dialect.name == "postgresql":
                        conn.execute(IN_TURN)
                    work = Work(conn, self.force, self.roster, at, self.members)
                    result = service(work, *args)
                    done = True
                return work, result
            except (Conflict, DBAPIError, PoolTimeout) as problem:
                if not trying.again(problem, done):
                    raise

    def close(self) -> None:
        """Let running transactions end, then close every connection."""
        self._closing.set()
        self._writers.shutdown()
        self._readers.shutdown()
        self._writing.dispose()
        self._reading.dispose()


def _under(fence: tuple[str, int], service: Callable[..., T], work: Work, *args: Any) -> T:
    return fenced(work, *fence, service, *args)
