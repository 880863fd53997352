"""A guess written as a mapping for a person to finish: why beside each key, CHECK where to look."""

import textwrap
from typing import Any

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.items import AoT, Table

from bot.domain.personal import COMMON
from bot.sources.guessing.found import Coded, Guess, Note
from bot.sources.guessing.wording import heading, reason, sentence

_WIDTH = 110
_MOST_UNKNOWN = 60
LEFT_OUT = ("personal", "empty", "unused")  # notes of columns that are not mapped
_ORDER = (
    "name", "force", "delivers", "kind", "time_zone", "format", "folder", "reference", "fields", "crime",
    "markers", "qualifiers", "filters",
)  # fmt: skip
_TOP = """\
A first mapping, guessed from {rows} rows of {file}. Beside each key stands why.
Look at every CHECK, mend what is wrong, and try it: cofnod source check.
Values that no map names are kept as they are."""


def toml(guess: Guess) -> str:
    """The text of the mapping; what it says is `guess.tables`."""
    return _Writer(guess).text()


def not_mapped(guess: Guess) -> dict[str, list[str]]:
    """Columns that are not read, by the heading of their list."""
    found: dict[str, list[str]] = {}
    for note in guess.about(""):
        if note.code in LEFT_OUT:
            found.setdefault(heading(note.code), []).append(str(note.values["column"]))
    return found


class _Writer:
    """Writes table after table."""

    def __init__(self, guess: Guess) -> None:
        self._guess = guess
        self._document = tomlkit.document()

    def text(self) -> str:
        """Top, tables, what is left out."""
        guess, document = self._guess, self._document
        for line in _TOP.format(rows=guess.sampled, file=guess.path.name).splitlines():
            document.add(tomlkit.comment(line))
        for note in guess.about(""):
            if note.code not in LEFT_OUT:
                _comment(document, note)
        document.add(tomlkit.nl())
        for name in sorted(guess.tables, key=_ORDER.index):
            self._top(name, guess.tables[name])
        for title, columns in not_mapped(guess).items():
            self._lines(f"{title}: {', '.join(columns)}.")
        return tomlkit.dumps(document)

    def _lines(self, text: str) -> None:
        self._document.add(tomlkit.nl())
        for line in textwrap.wrap(_printable(text), _WIDTH):
            self._document.add(tomlkit.comment(line))

    def _top(self, name: str, value: Any) -> None:
        """A key of the mapping's own, a table, or a list of tables."""
        if isinstance(value, dict):
            self._document.add(name, self._table(name, value))
        elif isinstance(value, list):
            self._document.add(name, self._tables(name, value))
        else:
            for note in self._guess.about(name):
                _comment(self._document, note)
            self._document.add(name, value)

    def _tables(self, name: str, values: list[dict[str, Any]]) -> AoT:
        found = tomlkit.aot()
        notes = self._guess.about(name)
        for value in values:
            table = tomlkit.table()
            for note in notes:
                if note.values["column"] == value["column"]:
                    _comment(table, note)
            for key, one in value.items():
                table.add(key, _inline(one))
            found.append(table)
        return found

    def _table(self, path: str, values: dict[str, Any]) -> Table:
        """Plain keys first: what follows a table's own table belongs to that one."""
        table = tomlkit.table()
        mapped = [key for key, value in values.items() if isinstance(value, dict) and "map" in value]
        for key in [key for key in values if key not in mapped]:
            notes = self._guess.about(f"{path}.{key}")
            if notes and len(table):
                table.add(tomlkit.nl())
            for note in notes:
                _comment(table, note)
            table.add(key, _inline(values[key]))
            self._add_unknown(table, f"{path}.{key}")
        for key in mapped:
            table.add(key, self._mapped(f"{path}.{key}", values[key]))
        return table

    def _mapped(self, path: str, field: dict[str, Any]) -> Table:
        """A field with a map: beside each value its rows, below them the values that mean nothing known."""
        table, codes = tomlkit.table(), tomlkit.table()
        for note in self._guess.about(path):
            _comment(table, note)
        for key in [key for key in field if key != "map"]:
            table.add(key, _inline(field[key]))
        told = {one.value: one for one in self._guess.coded.get(path, ())}
        for value, code in field["map"].items():
            codes.add(value, tomlkit.item(code).comment(_rows(told[value])) if value in told else code)
        self._add_unknown(codes, path)
        table.add("map", codes)
        return table

    def _add_unknown(self, table: Table, path: str) -> None:
        """Values without a code as lines that a person may complete."""
        found = [one for one in self._guess.coded.get(path, ()) if one.why == "none"]
        unknown = [one for one in found if one.count >= COMMON]
        if rare := len(found) - len(unknown):
            table.add(tomlkit.comment(_printable(heading("rare").format(count=rare, rows=COMMON))))
        for one in unknown[:_MOST_UNKNOWN]:
            key = tomlkit.string(one.value).as_string()
            table.add(tomlkit.comment(f'{key} = ""  # {_rows(one)}'))
        if len(unknown) > _MOST_UNKNOWN:
            table.add(tomlkit.comment(f"and {len(unknown) - _MOST_UNKNOWN} more"))


def _rows(one: Coded) -> str:
    return f"{one.count}: {reason(one.why)}"


def _inline(value: Any) -> Any:
    """A value on one line."""
    if isinstance(value, dict):
        found = tomlkit.inline_table()
        for key, one in value.items():
            found.add(key, _inline(one))
        return found
    if isinstance(value, str) and "\\" in value and "'" not in value and value.isprintable():
        return tomlkit.string(value, literal=True)  # a pattern as a person would write it
    return value


def _comment(place: Table | TOMLDocument, note: Note) -> None:
    """A note above a key."""
    text = ("CHECK: " if note.check else "") + sentence(note)
    for line in textwrap.wrap(text, _WIDTH):
        place.add(tomlkit.comment(line))


def _printable(text: str) -> str:
    return "".join(c for c in text if c.isprintable())
