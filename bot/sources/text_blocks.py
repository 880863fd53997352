"""The text of an export in blocks of whole lines: taken at once where plain, by the line where not."""

import codecs
import io
from typing import BinaryIO

from bot.sources.lines import codec_of
from bot.sources.part import WHOLE, Part

# Bytes; larger ones are slower, because the rows of one should stay in a processor's cache.
BLOCK = 32 * 1024
# In these a line feed is one byte that no other character holds, and nothing stops the decoder.
BY_THE_BYTE = frozenset({"utf-8", "utf-8-sig", "cp1252", "iso8859-1", "ascii"})


class TextBlocks:
    """A part of a stream as text; after `size` bytes a block ends with its line, unless that is endless."""

    def __init__(self, stream: BinaryIO, encoding: str, part: Part = WHOLE, size: int = BLOCK) -> None:
        self._stream = stream
        self._size = size
        self._left = part.end - part.start if part.end is not None else None
        codec = codec_of(encoding) if part.start == 0 else encoding.removesuffix("-sig")
        self._decoder = codecs.getincrementaldecoder(codec)("surrogateescape")
        self._text = io.StringIO()
        stream.seek(part.start)

    def take(self) -> str:
        """What is left of this block, or the next one; nothing at the end."""
        return self._text.read() or self._next()

    def give(self, text: str) -> None:
        """Read this text again: the rest of what was taken."""
        self._text = io.StringIO(text, newline="\n")

    def readline(self, limit: int) -> str:
        """A line, or the `limit` first characters of one; nothing at the end."""
        line = self._text.readline(limit)
        while len(line) < limit and not line.endswith("\n") and (more := self._next()):
            self.give(more)
            line += self._text.readline(limit - len(line))
        return line

    def _next(self) -> str:
        body = self._bytes()
        text = self._decoder.decode(body, final=not body.endswith(b"\n") and len(body) < 2 * self._size)
        return text if text or not body else self._next()

    def _bytes(self) -> bytes:
        """A block, and the line in which it ends."""
        left = self._left
        body = self._stream.read(self._size if left is None else min(self._size, left))
        if body and not body.endswith(b"\n"):
            body += self._stream.readline(2 * self._size - len(body))
        if left is not None:
            self._left = left - len(body)
        return body
