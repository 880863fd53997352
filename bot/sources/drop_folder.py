"""A source whose incidents are dropped as files: cumulative, shrinking, replayed or half-written."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bot.sources.described import Described
from bot.sources.fetched import BadRow, FeedFailed, Fetch, Memory, Row, Tally, memory, recalled
from bot.sources.files import Known, Seen, digest, from_memory, listed, looks_complete, opened, see
from bot.sources.mapping import AnyMapping
from bot.sources.reading import Reading

RESTING = timedelta(seconds=30)  # a file without its last line end is whole once nobody writes to it

Read = list[tuple[Seen, Known]]


class DropFolder(Described):
    """Reads what is new in a folder.

    A source that forgot its memory reads all files again, oldest first: the end is the same, but a value
    that changed between two files is seen to change once more. So keep `remembered()` with what is stored.
    """

    def __init__(self, mapping: AnyMapping, folder: Path | None = None, before: Memory | None = None) -> None:
        super().__init__(mapping)
        self._folder = folder or mapping.origin / mapping.folder.path
        self._known: dict[str, Known] = from_memory(recalled(before, mapping.fingerprint))
        self._looks: dict[str, tuple[tuple[int, int, int], datetime]] = {}  # and since when it looks so

    def remembered(self) -> Memory:
        """The files that were read and stored."""
        return memory(self._mapping.fingerprint, {n: known.as_memory() for n, known in self._known.items()})

    async def fetch(self, at: datetime, *, again: bool = False) -> Fetch:
        """Look once; files still being written are left for the next poll. Raises FeedFailed."""
        return await asyncio.to_thread(self._fetch, at, again)

    def _fetch(self, at: datetime, again: bool) -> Fetch:
        found = self._found()
        ready, waiting = self._sorted_out(found, at)
        if self._mapping.folder.read == "newest":
            ready = ready[-1:]
        left = tuple(s.name for s in waiting)
        fetch = Fetch(self.name, self.force, at, iter(()), waiting=left, copied=True)
        fetch.written_at = max((s.modified for s in ready), default=None)
        self._known = {s.name: self._known[s.name] for s in found if s.name in self._known}
        fresh = [s for s in ready if again or not self._unchanged(s, fetch.tally)]
        fetch.unchanged = bool(ready) and not fresh and not waiting
        read: Read = []
        fetch.reports = self._rows(fetch, fresh, read)
        fetch.on_taken = partial(self._remember, read)
        return fetch

    def _found(self) -> list[Seen]:
        if not self._folder.is_dir():
            raise FeedFailed("folder_missing")
        try:
            return listed(self._folder, self._mapping)
        except OSError:
            raise FeedFailed("folder_unreadable") from None

    def _sorted_out(self, found: list[Seen], at: datetime) -> tuple[list[Seen], list[Seen]]:
        """Files that may be read, and those that are still growing."""
        ready: list[Seen] = []
        waiting: list[Seen] = []
        looks: dict[str, tuple[tuple[int, int, int], datetime]] = {}
        for seen in found:
            look, since = self._looks.get(seen.name, (seen.look, at))
            since = since if look == seen.look else at
            looks[seen.name] = seen.look, since
            settled = at - since >= RESTING
            (ready if settled or looks_complete(seen, self._mapping) else waiting).append(seen)
        self._looks = looks
        return ready, waiting

    def _unchanged(self, seen: Seen, tally: Tally) -> bool:
        """Whether a file was read and stored before; its rows count as unchanged."""
        known = self._known.get(seen.name)
        if known is None or not (known.look == seen.look or self._content(seen) == known.digest):
            return False
        self._known[seen.name] = replace(known, look=seen.look)
        tally.seen += known.rows
        tally.unchanged += known.rows
        return True

    def _content(self, seen: Seen) -> str:
        """The hash of a file; nothing for one that cannot be read."""
        try:
            return digest(seen.path, self._mapping) if seen.size <= self._mapping.format.max_bytes else ""
        except OSError:
            return ""

    def _rows(self, fetch: Fetch, fresh: list[Seen], read: Read) -> Iterator[Row]:
        for seen in fresh:
            content = self._content(seen)
            if not content and see(seen.path, self._folder) is None:
                fetch.waiting += (seen.name,)  # it has just gone, and may come again
                continue
            fetch.files.append(seen.name)
            if not content:
                too_large = seen.size > self._mapping.format.max_bytes
                yield _refused(fetch, seen.name, "too_large" if too_large else "file_unreadable")
                continue
            before = fetch.tally.seen
            reading = Reading(self._mapping, seen.name, fetch.at, fetch.tally)
            yield from reading.rows(partial(opened, seen, self._mapping))
            fetch.broken = fetch.broken or reading.broken
            read.append((seen, Known(seen.look, content, fetch.tally.seen - before)))

    def _remember(self, read: Read) -> None:
        for seen, known in read:
            now = see(seen.path, self._folder)
            if now is not None and now.look == seen.look:
                self._known[seen.name] = known


def _refused(fetch: Fetch, file: str, reason: str) -> BadRow:
    fetch.broken = True
    fetch.tally.seen += 1
    fetch.tally.bad += 1
    return BadRow(file, 0, "", reason)
