"""What a look at an export found out: the tables of a mapping, why each stands there, and what is missing."""

from collections.abc import Mapping as StringMap
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.sources.mapping import AnyMapping, CrimeMapping, Mapping

Value = str | int


class NotAnExport(Exception):
    """A file in which there is nothing to guess; `code` and `values` are words in words.toml."""

    def __init__(self, code: str, **values: Value) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class Incomplete(Exception):
    """A guess from which no mapping can be made; `missing` names the keys that no column was found for."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__(", ".join(missing))
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Note:
    """Why a key of the mapping says what it says: a code of words.toml and its values.

    `key` is dotted, empty for the file as a whole; `check` asks a person to look.
    """

    key: str
    code: str
    values: StringMap[str, Value] = field(default_factory=dict)
    check: bool = False


@dataclass(frozen=True, slots=True)
class Coded:
    """One value of a column, in how many sampled rows it stands, and the code of force.toml that it means.

    `why`: `same` (it is the code), `name`, `near`, `words`, or `none`: it is kept as it is.
    """

    value: str
    count: int
    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Guess:
    """A first mapping of an export: `tables` as a mapping's TOML has them; no value of an unmapped column."""

    path: Path
    tables: dict[str, Any]
    notes: tuple[Note, ...]
    missing: tuple[str, ...]
    coded: dict[str, tuple[Coded, ...]]
    sampled: int
    whole: bool

    def mapping(self) -> AnyMapping:
        """The mapping, validated; raises Incomplete where no column was found for a key that it needs."""
        if self.missing:
            raise Incomplete(self.missing)
        model = CrimeMapping if self.tables.get("delivers") == "crimes" else Mapping
        return model.model_validate({**self.tables, "origin": self.path.parent})

    @property
    def categories(self) -> tuple[Coded, ...]:
        """The values of columns of categories, or the classifications of crimes; the most frequent first."""
        found: dict[str, Coded] = {}
        for key in ("opening_category", "category", "closing_category"):
            for one in self.coded.get(f"fields.{key}", ()):
                before = found[one.value].count if one.value in found else 0
                found[one.value] = replace(one, count=before + one.count)
        crimes = self.coded.get("crime.offence_class", ())
        return tuple(sorted((*found.values(), *crimes), key=lambda one: -one.count))

    @property
    def units(self) -> tuple[Coded, ...]:
        """The values of the unit's column, the most frequent first."""
        return self.coded.get("fields.unit", ())

    def about(self, key: str) -> tuple[Note, ...]:
        """The notes on one key."""
        return tuple(note for note in self.notes if note.key == key)
