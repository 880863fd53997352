"""Text lines of an export: stray carriage returns mended, lines counted, none endless."""

import io
from collections import deque
from typing import BinaryIO, Protocol, TextIO

LONGEST_LINE = 1024 * 1024
LONGEST_ROW = 1024 * 1024  # characters; several lines may make one row
MOST_TIMES = 4  # that a line is given back, or a file full of stray quotes would be read for ever
SAMPLE = 64 * 1024


class LineTooLong(Exception):
    """A line that would fill the memory; it has been skipped."""


def codec_of(encoding: str) -> str:
    """The codec that reads an encoding from the beginning of a file, its byte order mark left out."""
    return "utf-8-sig" if encoding == "utf-8" else encoding


def open_text(stream: BinaryIO, encoding: str, newline: str = "") -> TextIO:
    """Text whose unreadable bytes become marked characters, so that they spoil one row and not the file."""
    errors = "replace" if encoding.startswith("utf-16") else "surrogateescape"
    return io.TextIOWrapper(stream, codec_of(encoding), errors=errors, newline=newline)


def line_end(stream: BinaryIO, encoding: str) -> str:
    """Line feed if the file has any, else the carriage return of an old Mac."""
    sample = stream.read(SAMPLE)
    stream.seek(0)
    text = sample.decode(codec_of(encoding), errors="replace")
    return "\n" if "\n" in text or "\r" not in text else "\r"


class RowTooLong(Exception):
    """A row that goes on over more lines than any row does; its lines can be given back."""


class ByLine(Protocol):
    """Anything that gives lines, each cut at a limit."""

    def readline(self, limit: int, /) -> str: ...


class Lines:
    """An iterator over lines that knows where it is and can take lines back; `before` lines went ahead."""

    def __init__(self, stream: ByLine, before: int = 0) -> None:
        self._stream = stream
        self._back: deque[tuple[int, str]] = deque()
        self._times: deque[int] = deque()  # how often each of these was given back
        self._taken_times: list[int] = []
        self._size = 0
        self._read = before
        self.taken: list[tuple[int, str]] = []

    def __iter__(self) -> "Lines":
        return self

    def __next__(self) -> str:
        if self._size > LONGEST_ROW:
            raise RowTooLong
        text = self._again() if self._back else self._new()
        self._size += len(text)
        return text

    def _again(self) -> str:
        if self.taken and self._times[0] >= MOST_TIMES:
            raise RowTooLong
        self._taken_times.append(self._times.popleft())
        self.taken.append(self._back.popleft())
        return self.taken[-1][1]

    def _new(self) -> str:
        text = self._stream.readline(LONGEST_LINE)
        if not text:
            raise StopIteration
        self._read += 1
        if len(text) == LONGEST_LINE and text[-1] not in "\r\n":
            self._skip(text)
        if "\r" in text:
            text = self._mended(text)
        self.taken.append((self._read, text))
        self._taken_times.append(0)
        return text

    def _skip(self, text: str) -> None:
        self.taken.append((self._read, ""))
        self._taken_times.append(0)
        while text and text[-1] not in "\r\n":
            text = self._stream.readline(LONGEST_LINE)
        raise LineTooLong

    def _mended(self, text: str) -> str:
        """A carriage return inside a line is no line end: it becomes a space."""
        body = text.rstrip("\r\n")
        return body.replace("\r", " ") + "\n" if "\r" in body else body + "\n"

    def begin(self) -> None:
        """Forget which lines the last row took."""
        self.taken.clear()
        self._taken_times.clear()
        self._size = 0

    def give_back(self) -> None:
        """Read all lines of the last row but its first again: a stray quote may have swallowed them."""
        self._back.extendleft(reversed(self.taken[1:]))
        self._times.extendleft(times + 1 for times in reversed(self._taken_times[1:]))

    @property
    def at(self) -> int:
        """The number of the line that was read last; those that were given back wait to be read again."""
        return self._read - len(self._back)

    @property
    def holds_some(self) -> bool:
        """Whether lines that were given back wait here."""
        return bool(self._back)

    def pass_over(self, count: int) -> None:
        """Count lines that somebody else has read."""
        self._read += count
