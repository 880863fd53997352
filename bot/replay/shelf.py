"""Rows laid aside on disk: a replay holds one day in memory at a time, however long its log is.

The files are the replay's own and last as long as it does: `marshal` is quick, and never reads a stranger's.
"""

import marshal
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

HELD = 20_000  # rows in memory before they are laid down
LENGTH = 8  # bytes that say how long the bundle is that follows

Row = tuple[Any, ...]  # of None, numbers, texts and tuples of them


def _append(path: Path, rows: list[Row]) -> None:
    bundle = marshal.dumps(rows)
    with path.open("ab") as file:
        file.write(len(bundle).to_bytes(LENGTH, "big") + bundle)


def _bundles(path: Path) -> Iterator[list[Row]]:
    """What was appended, bundle by bundle; nothing where nothing was."""
    if not path.exists():
        return
    with path.open("rb") as file:
        while size := file.read(LENGTH):
            yield marshal.loads(file.read(int.from_bytes(size, "big")))


class Roll:
    """A list on disk: added to, settled, then read as often as asked."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: list[Row] = []
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def add(self, row: Row) -> None:
        """Append a row."""
        self._held.append(row)
        self._length += 1
        if len(self._held) >= HELD:
            self.settle()

    def settle(self) -> None:
        """Write what is held."""
        if self._held:
            _append(self._path, self._held)
            self._held = []

    def __iter__(self) -> Iterator[Row]:
        for bundle in _bundles(self._path):
            yield from bundle
        yield from self._held


class Shelf:
    """Rows by a day's number (date.toordinal), each day in the order in which its rows were laid down."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._held: dict[int, list[Row]] = {}
        self._count = 0

    def add(self, day: int, row: Row) -> None:
        """Lay a row down."""
        if day in self._held:
            self._held[day].append(row)
        else:
            self._held[day] = [row]
        self._count += 1
        if self._count >= HELD:
            self.settle()

    def extend(self, days: list[date], rows: list[Row]) -> None:
        """Lay many rows down, each by its day; of one day there are mostly many in a row."""
        begins = 0
        for day, same in groupby(days):
            ends = begins + len(list(same))
            self._held.setdefault(day.toordinal(), []).extend(rows[begins:ends])
            begins = ends
        self._count += len(rows)
        if self._count >= HELD:
            self.settle()

    def settle(self) -> None:
        """Write what is held."""
        for day, rows in self._held.items():
            _append(self._folder / str(day), rows)
        self._held, self._count = {}, 0

    def days(self) -> list[int]:
        """The days that have rows, oldest first; settle first."""
        return sorted(int(path.name) for path in self._folder.iterdir())

    def of(self, day: int) -> Iterator[Row]:
        """The rows of a day; none for a day that has none."""
        for bundle in _bundles(self._folder / str(day)):
            yield from bundle


def of_all(shelves: Iterable[Shelf], day: int) -> Iterator[Row]:
    """The rows of a day on several shelves, one shelf after the other."""
    for shelf in shelves:
        yield from shelf.of(day)
