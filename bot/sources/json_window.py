"""A window that slides over a JSON document, so that a long list never stands in memory whole."""

import re
from typing import Any, TextIO

from bot.sources.json_values import decode

CHUNK = 64 * 1024
LONGEST_VALUE = 4 * 1024 * 1024
_SPACE = re.compile(r"[ \t\r\n]*")
_STRUCTURE = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|["{}\[\],]', re.DOTALL)

_DEEPER = {"{": 1, "[": 1, "}": -1, "]": -1}


class Broken(Exception):
    """The document ends early, or is not JSON: nothing after this point can be read."""

    def __init__(self, reason: str = "json_broken") -> None:
        super().__init__(reason)
        self.reason = reason


class Window:
    """The unread part of a document, as far as it has been loaded."""

    def __init__(self, stream: TextIO, nesting: int) -> None:
        self._stream = stream
        self._nesting = nesting
        self._text = ""
        self._at = 0
        self._whole = False

    def _more(self) -> bool:
        left = len(self._text) - self._at
        if self._whole or left > LONGEST_VALUE:
            return False
        chunk = self._stream.read(max(CHUNK, left))
        self._whole = not chunk
        self._text = self._text[self._at :] + chunk
        self._at = 0
        return bool(chunk)

    def peek(self) -> str:
        """The next character that is no space; nothing at the end."""
        while True:
            space = _SPACE.match(self._text, self._at)
            self._at = space.end() if space else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more() and self._whole:
                return ""

    def accept(self, mark: str) -> bool:
        """Step over a mark if it is next."""
        if self.peek() != mark:
            return False
        self._at += 1
        return True

    def expect(self, mark: str) -> None:
        """Step over a mark that must be next."""
        if not self.accept(mark):
            raise Broken

    def _end(self) -> int:
        """Where the value that begins here ends, found by its brackets alone; -1 if it is not all here."""
        depth = 0
        for match in _STRUCTURE.finditer(self._text, self._at):
            mark = match[0]
            if mark == '"':
                return -1  # a string that does not end here
            depth += _DEEPER.get(mark, 0)
            if mark in "}]" and depth <= 0:
                return match.start() + (depth == 0)
            if mark == "," and depth == 0:
                return match.start()
        return -1

    def value(self) -> Any:
        """The next value, or Spoiled with the window behind it."""
        self.peek()
        while True:
            found, end = decode(self._text, self._at, self._nesting)
            if end < 0:
                end = self._end()
            if end >= 0 and (end < len(self._text) or self._whole):
                self._at = end
                return found
            if not self._more() and not (self._whole and end >= 0):
                raise Broken("json_broken" if self._whole else "row_too_long")
