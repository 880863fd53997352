"""Rows laid aside by day, on disk: a replay holds one day in memory at a time, however long its log is."""

import marshal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HELD = 20_000  # rows in memory before they are laid down

Row = tuple[Any, ...]  # of None, numbers, texts and tuples of them


class Shelf:
    """Rows by a day's number (date.toordinal), each day in the order in which its rows were laid down.

    The files are ours alone and last as long as the replay: `marshal` is quick, and never reads a stranger's.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._held: dict[int, list[Row]] = {}
        self._count = 0

    def add(self, day: int, row: Row) -> None:
        """Lay a row down."""
        try:
            self._held[day].append(row)
        except KeyError:
            self._held[day] = [row]
        self._count += 1
        if self._count >= HELD:
            self.settle()

    def settle(self) -> None:
        """Write what is held."""
        for day, rows in self._held.items():
            with (self._folder / str(day)).open("ab") as file:
                marshal.dump(rows, file)
        self._held, self._count = {}, 0

    def days(self) -> list[int]:
        """The days that have rows, oldest first; settle first."""
        return sorted(int(path.name) for path in self._folder.iterdir())

    def of(self, day: int) -> Iterator[Row]:
        """The rows of a day; none for a day that has none."""
        path = self._folder / str(day)
        if not path.exists():
            return
        with path.open("rb") as file:
            while True:
                try:
                    yield from marshal.load(file)
                except EOFError:
                    return


class Roll:
    """A list on disk, written once and read as often as asked."""

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

    def extend(self, rows: list[Row]) -> None:
        """Append several."""
        for row in rows:
            self.add(row)

    def settle(self) -> None:
        """Write what is held."""
        with self._path.open("ab") as file:
            marshal.dump(self._held, file)
        self._held = []

    def __iter__(self) -> Iterator[Row]:
        if self._path.exists():
            with self._path.open("rb") as file:
                while True:
                    try:
                        yield from marshal.load(file)
                    except EOFError:
                        break
        yield from self._held
