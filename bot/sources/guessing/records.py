"""An export in JSON: where its list of records stands, and records from every piece of it as columns."""

import json
import re
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import Any

from bot.sources.columns import as_text
from bot.sources.fetched import Spoiled
from bot.sources.guessing.columns import Column, Sample
from bot.sources.guessing.found import NotAnExport
from bot.sources.guessing.pieces import WHOLE, Pieces
from bot.sources.guessing.table import ROWS, thinned
from bot.sources.json_values import decode
from bot.sources.json_window import Broken, Window
from bot.sources.lines import open_text

NESTING = 16
_MOST_COLUMNS, _DEEPEST = 300, 4
_NEXT = re.compile(r",\s*(?=\{)")

Record = dict[str, Any]


def is_json(head: str) -> bool:
    """Whether a text begins as JSON does."""
    return head.lstrip("\ufeff \t\r\n")[:1] in ("{", "[")


def is_lines(head: str) -> bool:
    """Whether every line is a record of its own."""
    lines = [line for line in head.split("\n") if line.strip()][:20]
    first = decode(lines[0].strip(), 0, NESTING)
    whole = isinstance(first[0], dict) and first[1] == len(lines[0].strip())
    if not whole:
        return False
    return len(lines) > 1 or not any(isinstance(value, (list, dict)) for value in first[0].values())


def records(text: Pieces, path: Path) -> Sample:
    """The sample of a document or of JSON Lines; raises NotAnExport."""
    if is_lines(text.head):
        found, layout = _lines(text), {"type": "jsonl", "encoding": text.encoding}
    else:
        at, found = _document(path, text)
        layout = {"type": "json", "encoding": text.encoding} | ({"records": at} if at else {})
    if not found:
        raise NotAnExport("no_records")
    kept = thinned(found)
    return Sample(layout, _columns(kept), len(kept), text.whole)


def _lines(text: Pieces) -> list[Record]:
    lines = chain.from_iterable(piece.split("\n") for piece in (text.head, *text.later))
    values = (decode(line.strip(), 0, NESTING)[0] for line in lines if line.strip())
    return [value for value in values if isinstance(value, dict)]


class _Search:
    """The longest list of objects in a document, and the path of keys to it."""

    def __init__(self, window: Window, most: int) -> None:
        self.path, self.found = "", list[Record]()
        self._window, self._most = window, most

    def look(self, path: tuple[str, ...] = ()) -> bool:
        """Go through the value that is next; whether to go on: enough is enough."""
        mark = self._window.peek()
        if mark == "[" and all("." not in key for key in path):
            return self._list(path)
        if mark == "{" and len(path) < _DEEPEST:
            return self._object(path)
        self._window.value()
        return True

    def _object(self, path: tuple[str, ...]) -> bool:
        self._window.expect("{")
        while self._window.peek() == '"':
            key = self._window.value()
            self._window.expect(":")
            if not self.look((*path, str(key))):
                return False
            if not self._window.accept(","):
                break
        self._window.expect("}")
        return True

    def _list(self, path: tuple[str, ...]) -> bool:
        self._window.expect("[")
        found: list[Record] = []
        while self._window.peek() not in ("]", "") and len(found) < self._most:
            value = self._window.value()
            if isinstance(value, dict):
                found.append(value)
            if not self._window.accept(","):
                break
        if len(found) > len(self.found):
            self.path, self.found = ".".join(path), found
        return len(found) < self._most and self._window.accept("]")


def _document(path: Path, text: Pieces) -> tuple[str, list[Record]]:
    with path.open("rb") as stream:
        search = _Search(Window(open_text(stream, text.encoding), NESTING), WHOLE if text.whole else ROWS)
        try:
            search.look()
        except (Broken, UnicodeError):
            if not search.found:
                raise NotAnExport("json_broken") from None
    if not search.found:
        raise NotAnExport("no_records")
    keys = search.found[0].keys()
    return search.path, search.found + [one for piece in text.later for one in _inside(piece, keys)]


def _inside(piece: str, keys: Iterable[str]) -> list[Record]:
    """Records in a part of a document that begins anywhere: objects with the keys of the first."""
    found, at = [], 0
    while match := _NEXT.search(piece, at):
        value, end = decode(piece, match.end(), NESTING)
        alike = isinstance(value, dict) and value.keys() == set(keys)
        if alike:
            found.append(value)
        at = end if alike else match.end()
    return found


def _columns(found: list[Record]) -> tuple[Column, ...]:
    flat = [dict(_flat(record)) for record in found]
    names = list(dict.fromkeys(chain.from_iterable(flat)))[:_MOST_COLUMNS]
    lists = {name for row in flat for name, value in row.items() if isinstance(value, list)}
    return tuple(Column(name, tuple(_cell(row.get(name)) for row in flat), name in lists) for name in names)


def _flat(record: Record, before: str = "") -> Iterable[tuple[str, Any]]:
    """Keys and plain values, those of inner objects by their dotted path; lists of objects are left out."""
    for key, value in record.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{key}.")
        elif not isinstance(value, list) or not any(isinstance(one, (dict, list)) for one in value):
            yield before + key, value


def _cell(value: Any) -> str:
    if isinstance(value, Spoiled):
        return ""
    if isinstance(value, list):
        return ", ".join(as_text(one, "") for one in value)
    return as_text(value, "").strip() if not isinstance(value, float) else json.dumps(value)
