"""Rows laid aside on disk: a replay holds one day in memory at a time, however long its log is.

The files are the replay's own and last as long as it does: `marshal` is quick, and never reads a stranger's.
"""

import marshal
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any, BinaryIO

HELD = 20_000  # rows in memory before they are laid down
LENGTH = 8  # bytes that say how long the bundle is that follows

Row = tuple[Any, ...]  # of None, numbers, texts and tuples of them


def _append(file: BinaryIO, rows: list[Row]) -> None:
    bundle = marshal.dumps(rows)
    file.write(len(bundle).to_bytes(LENGTH, "big") + bundle)


def _next(file: BinaryIO) -> list[Row]:
    """The bundle that begins here; none at the file's end."""
    size = int.from_bytes(file.read(LENGTH), "big")
    rows: list[Row] = marshal.loads(file.read(size)) if size else []
    return rows


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
            with self._path.open("ab") as file:
                _append(file, self._held)
            self._held = []

    def __iter__(self) -> Iterator[Row]:
        if self._length > len(self._held):
            with self._path.open("rb") as file:
                while rows := _next(file):
                    yield from rows
        yield from self._held


class Shelf:
    """Rows by a day's number (date.toordinal), each day in the order in which its rows were laid down.

    They lie in one file; where the bundles of each day begin is kept beside it, and goes with the shelf.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._begins: dict[int, list[int]] = {}
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

    def extend(self, days: Iterable[date], rows: list[Row]) -> None:
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
        if self._held:
            with self.path.open("ab") as file:
                for day, rows in self._held.items():
                    self._begins.setdefault(day, []).append(file.tell())
                    _append(file, rows)
            self._held, self._count = {}, 0

    def days(self) -> list[int]:
        """The days that have rows, oldest first; settle first."""
        return sorted(self._begins)

    def of(self, day: int, file: BinaryIO) -> Iterator[list[Row]]:
        """The rows of a day in their bundles, from the shelf's opened file; none for a day that has none."""
        for begins in self._begins.get(day, ()):
            file.seek(begins)
            yield _next(file)


@contextmanager
def opened(shelves: Iterable[Shelf]) -> Iterator[Callable[[int], list[Row]]]:
    """A function that gives the rows of a day on several shelves, one shelf after the other."""
    with ExitStack() as stack:
        files = [(shelf, stack.enter_context(shelf.path.open("rb"))) for shelf in shelves if shelf.days()]
        yield lambda day: [row for shelf, file in files for rows in shelf.of(day, file) for row in rows]
