"""A guess while it is being made: tables, notes, what is missing, which columns are taken."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.force import Force
from bot.sources.guessing.columns import Column, Sample
from bot.sources.guessing.found import Coded, Guess, Note, Value
from bot.sources.guessing.timed import Timed


class Draft:
    """What has been found so far; `delivers` is `incidents` or `crimes`."""

    def __init__(self, path: Path, force: Force, sample: Sample, modified: datetime, delivers: str) -> None:
        self.path, self.force, self.sample, self.modified = path, force, sample, modified
        self.body = "crime" if delivers == "crimes" else "fields"
        self.tables: dict[str, Any] = {}
        self.notes: list[Note] = []
        self.missing: list[str] = []
        self.coded: dict[str, tuple[Coded, ...]] = {}
        self.taken: set[str] = set()
        self.times: dict[str, Timed] = {}
        self.zone = force.zone

    def put(self, key: str, value: Any, *columns: str) -> None:
        """Set a dotted key; the columns that it reads are taken."""
        *path, last = key.split(".")
        table = self.tables
        for part in path:
            table = table.setdefault(part, {})
        table[last] = value
        self.taken.update(filter(None, columns))

    def say(self, key: str, code: str, /, check: bool = False, **values: Value) -> None:
        """Note why a key says what it says."""
        self.notes.append(Note(key, code, values, check))

    def drop(self, key: str) -> None:
        """Take a key back, and its notes."""
        table, _, last = key.rpartition(".")
        del self.tables[table][last]
        self.notes = [note for note in self.notes if note.key != key]

    def lose(self, key: str, placeholder: Any) -> None:
        """Note that no column was found for a key that a mapping needs; a person fills in the placeholder."""
        self.put(key, placeholder)
        self.missing.append(key)
        self.say(key, "missing", check=True)

    def free(self) -> list[Column]:
        """Columns that no key reads yet."""
        return [column for column in self.sample.columns if column.name not in self.taken]

    def days(self, one: Timed | None) -> list[date | None]:
        """The local day of a stamp, by row."""
        if one is None:
            return [None] * self.sample.rows
        local = ZoneInfo(self.force.zone)
        return [
            None if when is None else when.astimezone(local).date() if when.tzinfo else when.date()
            for when in one.instants()
        ]

    def guess(self) -> Guess:
        """What was found."""
        return Guess(
            self.path, self.tables, tuple(self.notes), tuple(self.missing), self.coded,
            self.sample.rows, self.sample.whole,
        )  # fmt: skip
