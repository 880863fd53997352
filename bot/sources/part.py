"""A stretch of an export that can be read by itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes from `start` to `end` (None: the file's end), the lines before them, and the header of a CSV.

    Without a header the part begins with it.
    """

    start: int = 0
    end: int | None = None
    lines_before: int = 0
    header: tuple[str, ...] = ()


WHOLE = Part()
