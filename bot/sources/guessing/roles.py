"""Which column is which: by its header, if what stands in it is of that kind."""

import re
from collections.abc import Callable, Iterable

from bot.sources.guessing.columns import Column
from bot.sources.guessing.personal import holds_personal, is_yes_no, looks_like_people, says_personal
from bot.sources.guessing.phrases import listed, score
from bot.sources.values import LONGEST_VALUE

EXACT = 900
_ODD = 0.05  # of the cells: so few say nothing of what a column is
_NUMBERED = re.compile(r"-?\d+\.\d+")
_CODED = re.compile(r"(?=.*\d)[\w/.\-: ]{1,40}")

Fits = Callable[[Column], bool]


def is_hidden(column: Column) -> bool:
    """Whether nothing of a column may be read: its header or its values tell of a person or a place."""
    if is_yes_no(column):
        return False
    return says_personal(column.name) or looks_like_people(column)


def is_reference(column: Column) -> bool:
    """Whether the values are numbers or codes with digits, nearly each its own."""
    coded = sum(n for v, n in column.counts.items() if _CODED.fullmatch(v) and not _NUMBERED.fullmatch(v))
    return column.filled > 0 and coded >= 0.95 * column.filled and column.distinct >= 0.3


def is_code(column: Column) -> bool:
    """Whether the values are few, short and come again; what is too long waits in quarantine by itself."""
    giants = sum(n for value, n in column.counts.items() if len(value) > LONGEST_VALUE)
    return column.few and not column.listed and giants <= _ODD * column.filled


def is_crime_reference(column: Column) -> bool:
    """Whether the values are codes with digits, or blank; several may stand in one cell."""
    parts = [part for value in column.counts for part in re.split(r"[;,|]\s*|\s{2,}", value) if part]
    return not parts or sum(bool(_CODED.fullmatch(part)) for part in parts) >= 0.9 * len(parts)


def choose(columns: Iterable[Column], table: str, kinds: dict[str, Fits]) -> dict[str, list[Column]]:
    """For each role of a table its columns, the best first; a column has one role, the one it fits best."""
    found: dict[str, list[tuple[int, Column]]] = {}
    for column in columns:
        scored = [(score(column.name, row), name) for name, row in listed(table).items() if name in kinds]
        fitting = [(fit, name) for fit, name in scored if fit and kinds[name](column)]
        if fitting:
            fit, name = max(fitting, key=lambda pair: pair[0])
            found.setdefault(name, []).append((fit, column))
    return {name: _by_fit(columns) for name, columns in found.items()}


def _by_fit(found: list[tuple[int, Column]]) -> list[Column]:
    return [column for _, column in sorted(found, key=lambda pair: -pair[0])]


def safe_reference(column: Column) -> bool:
    """Whether a column holds references and not telephone numbers."""
    sure = score(column.name, listed("columns")["reference"]) >= EXACT
    return is_reference(column) and (sure or not holds_personal(column))
