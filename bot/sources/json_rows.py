"""JSON documents and JSON Lines, record by record."""

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from bot.sources.door import Format
from bot.sources.fetched import Spoiled
from bot.sources.json_values import decode
from bot.sources.json_window import Broken, Window
from bot.sources.lines import Lines, LineTooLong, line_end, open_text
from bot.sources.part import WHOLE, Part
from bot.sources.text_blocks import TextBlocks

Cut = tuple[int, dict[str, Any] | Spoiled]

_BEGINS = frozenset('{["tfn-0123456789')


def _record(value: Any) -> dict[str, Any] | Spoiled:
    return value if isinstance(value, (dict, Spoiled)) else Spoiled("row_not_object")


class JsonDocument:
    """One document whose records stand in a list at a path; `envelope` keeps what stands around them."""

    def __init__(self, stream: BinaryIO, layout: Format) -> None:
        self._window = Window(open_text(stream, layout.encoding), layout.nesting)
        self._path = layout.records.split(".") if layout.records else []
        self._found = False
        self.envelope: dict[str, Any] = {}

    def __iter__(self) -> Iterator[Cut]:
        """Places (from 1) and records; raises Broken where the document cannot be read on."""
        yield from self._inside(self._path, self.envelope)
        if not self._found:
            raise Broken("records_missing")
        if self._window.peek():
            raise Broken

    def _inside(self, path: list[str], around: dict[str, Any]) -> Iterator[Cut]:
        if not path:
            yield from self._list()
            return
        self._open("{")
        if self._window.accept("}"):
            return
        while True:
            key = self._key(around)
            if key == path[0]:
                around[key] = {}
                yield from self._inside(path[1:], around[key])
            else:
                around[key] = self._window.value()
            if not self._window.accept(","):
                break
        self._window.expect("}")

    def _open(self, mark: str) -> None:
        """Step into an object or a list; another value there means that the path is wrong."""
        if not self._window.accept(mark):
            raise Broken("records_missing" if self._window.peek() in _BEGINS else "json_broken")

    def _key(self, around: dict[str, Any]) -> str:
        key = self._window.value() if self._window.peek() == '"' else None
        self._window.expect(":")
        if not isinstance(key, str):
            raise Broken
        if key in around:
            raise Broken("duplicate_key")
        return key

    def _list(self) -> Iterator[Cut]:
        self._open("[")
        self._found = True
        place = 0
        while not (place == 0 and self._window.peek() == "]"):
            place += 1
            yield place, _record(self._window.value())
            if not self._window.accept(","):
                break
        self._window.expect("]")


def _lines(stream: BinaryIO, layout: Format, part: Part) -> Lines:
    if part == WHOLE:
        return Lines(open_text(stream, layout.encoding, line_end(stream, layout.encoding)))
    return Lines(TextBlocks(stream, layout.encoding, part), part.lines_before)


def line_rows(stream: BinaryIO, layout: Format, part: Part = WHOLE) -> Iterator[Cut]:
    """JSON Lines: line numbers and records; blank lines are no records."""
    lines = _lines(stream, layout, part)
    while True:
        lines.begin()
        try:
            text = next(lines).strip()
        except StopIteration:
            return
        except LineTooLong:
            yield lines.taken[0][0], Spoiled("row_too_long")
            continue
        if not text:
            continue
        value, end = decode(text, 0, layout.nesting)
        if not isinstance(value, Spoiled) and end != len(text):
            value = Spoiled("json_unreadable")
        yield lines.taken[0][0], _record(value)


def scan(body: bytes, layout: Format) -> tuple[dict[str, Any], int]:
    """An answer's envelope and the number of its records; raises Broken."""
    document = JsonDocument(io.BytesIO(body), layout)
    count = sum(1 for _ in document)
    return document.envelope, count


def reach(envelope: dict[str, Any], path: str) -> Any:
    """A value of the envelope by its dotted path, or None."""
    value: Any = envelope
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value
