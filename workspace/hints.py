"""Tells those who watch that something changed, so that they read again."""

import asyncio
from collections.abc import Iterable
from contextlib import suppress

from workspace.kinds import Json


class Hints:
    """A counter of changes, and a queue for every page that watches."""

    def __init__(self) -> None:
        self.version = 0
        self._watchers: list[tuple[str, asyncio.Queue[Json]]] = []
        self._waiting: set[asyncio.Future[None]] = set()

    def watch(self, user: str) -> asyncio.Queue[Json]:
        """Begin to collect what `user` should hear of."""
        queue: asyncio.Queue[Json] = asyncio.Queue()
        self._watchers.append((user, queue))
        return queue

    def leave(self, queue: asyncio.Queue[Json]) -> None:
        """Stop collecting into `queue`."""
        self._watchers = [pair for pair in self._watchers if pair[1] is not queue]

    def tell(self, users: Iterable[str], **hint: object) -> None:
        """Put one hint before those of `users` who watch, and wake all who wait."""
        wanted = set(users)
        for user, queue in self._watchers:
            if user in wanted:
                queue.put_nowait(dict(hint))
        self.moved()

    def moved(self) -> None:
        """Count one change and wake all who wait for one."""
        self.version += 1
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def beyond(self, version: int, patience: float) -> int:
        """Wait until there was a change after `version`, or time is up."""
        if self.version <= version:
            future = asyncio.get_running_loop().create_future()
            self._waiting.add(future)
            with suppress(TimeoutError):
                await asyncio.wait_for(future, patience)
            self._waiting.discard(future)
        return self.version
