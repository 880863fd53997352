"""What is known of the files of a drop folder: which are settled, still growing, or read before."""

import hashlib
import io
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from bot.sources.door import Door
from bot.sources.fetched import Memory

TAIL = 256


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as it looked at one moment."""

    name: str
    path: Path
    size: int
    modified_ns: int
    changed_ns: int

    @property
    def modified(self) -> datetime:
        """When the force's system last wrote it (UTC)."""
        return datetime.fromtimestamp(self.modified_ns / 1e9, UTC)

    @property
    def look(self) -> tuple[int, int, int]:
        """Size and times: while these stay, so does the content."""
        return self.size, self.modified_ns, self.changed_ns


@dataclass(frozen=True, slots=True)
class Known:
    """A file that was read and stored: how it looked, what it held, how many rows."""

    look: tuple[int, int, int]
    digest: str
    rows: int

    def as_memory(self) -> list[int | str]:
        """Plain values that JSON can hold."""
        return [*self.look, self.digest, self.rows]


def from_memory(memory: Memory) -> dict[str, Known]:
    """The files that were stored before a restart."""
    known = {}
    for name, (size, modified, changed, content, rows) in memory.items():
        known[name] = Known((int(size), int(modified), int(changed)), str(content), int(rows))
    return known


def printable(name: str) -> str:
    """A file's name with what no screen and no database can carry written as an escape."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def see(path: Path, folder: Path) -> Seen | None:
    """A regular file's present look; None for anything else, or if it has just gone."""
    try:
        stat = path.stat()
        if not path.is_file():
            return None
    except OSError:
        return None
    name = printable(path.relative_to(folder).as_posix())
    return Seen(name, path, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)


def listed(folder: Path, mapping: Door) -> list[Seen]:
    """The files of the pattern, oldest first, so that the newest word is the last."""
    found = [s for s in (see(path, folder) for path in folder.glob(mapping.folder.pattern)) if s]
    if mapping.folder.order == "name":
        return sorted(found, key=lambda s: s.name)
    return sorted(found, key=lambda s: (s.modified_ns, s.name))


def looks_complete(seen: Seen, mapping: Door) -> bool:
    """Whether the last line, or the document, of a file that may still be growing is complete."""
    try:
        with seen.path.open("rb") as stream:
            return _ends_at(stream, seen.size, mapping)
    except OSError:
        return False


def _ends_at(stream: BinaryIO, size: int, mapping: Door) -> bool:
    stream.seek(max(0, size - TAIL))
    tail = stream.read(min(TAIL, size)).replace(b"\0", b"")
    if mapping.format.type == "json":
        return tail.rstrip().endswith((b"]", b"}"))
    return tail.endswith((b"\n", b"\r"))


class _Beginning(io.RawIOBase):
    """The first bytes of a file; one that ends before them was cut short, and that is an OSError."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream, self._size = stream, size

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def readinto(self, buffer: Any) -> int:
        wanted = min(len(buffer), self._size - self._stream.tell())
        piece = self._stream.read(wanted)
        if wanted and not piece:
            raise OSError("cut short")
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _end(stream: BinaryIO, seen: Seen, mapping: Door) -> int:
    """How far a file may be read now: as far as it was seen, or anew where it was written since."""
    now = os.fstat(stream.fileno())
    if (now.st_size, now.st_mtime_ns, now.st_ctime_ns) == seen.look:
        return seen.size
    for size in (seen.size, now.st_size):
        if size <= now.st_size and _ends_at(stream, size, mapping):
            return size
    raise OSError("still being written")


def opened(seen: Seen, mapping: Door) -> BinaryIO:
    """The bytes of a file as far as they are whole, whatever is written meanwhile. Raises OSError."""
    stream = seen.path.open("rb")
    try:
        end = _end(stream, seen, mapping)
        stream.seek(0)
    except OSError:
        stream.close()
        raise
    return io.BufferedReader(_Beginning(stream, end), 64 * 1024)


def digest(path: Path, mapping: Door) -> str:
    """A file's content and its mapping in one hash: a new mapping reads an old file anew."""
    found = hashlib.blake2b(mapping.fingerprint.encode(), digest_size=32)
    with path.open("rb") as stream:
        while chunk := stream.read(1024 * 1024):
            found.update(chunk)
    return found.hexdigest()
