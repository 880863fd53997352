"""On which line of a TOML file a key stands, so that an error can point at it."""

import re
from collections import Counter

Path = tuple[str, ...]
_PART = r"""(?:"[^"]*"|'[^']*'|[\w-]+)"""
_KEYS = rf"({_PART}(?:\s*\.\s*{_PART})*)"
_TABLE = re.compile(rf"\s*(?P<several>\[)?\[\s*{_KEYS}\s*\]")
_PAIR = re.compile(rf"\s*{_KEYS}\s*=")


def key_lines(text: str) -> dict[Path, int]:
    """The line of every table and of every key that begins a line; an inline table counts as its line.

    Of an array of tables each is found by its place, from 0.
    """
    lines: dict[Path, int] = {(): 1}
    table: Path = ()
    places: Counter[Path] = Counter()
    for number, line in enumerate(text.split("\n"), start=1):
        if found := _TABLE.match(line):
            table = _path(found[2])
            if found["several"]:
                places[table] += 1
                table = (*table, str(places[table] - 1))
            for size in range(1, len(table) + 1):
                lines.setdefault(table[:size], number)
        elif found := _PAIR.match(line):
            lines.setdefault(table + _path(found[1]), number)
    return lines


def line_of(lines: dict[Path, int], path: Path) -> int:
    """The line of a key, or of the nearest thing around it that begins a line."""
    return next(lines[path[:size]] for size in range(len(path), -1, -1) if path[:size] in lines)


def _path(keys: str) -> Path:
    return tuple(part.strip("\"'") for part in re.findall(_PART, keys))
