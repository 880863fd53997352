"""The reference of a mapping: which column, and how the number and the day stand in it."""

from collections.abc import Sequence
from datetime import date

from bot.sources.guessing.columns import Column
from bot.sources.guessing.draft import Draft
from bot.sources.guessing.personal import says_personal
from bot.sources.guessing.reference import Pattern, pattern_of
from bot.sources.guessing.roles import choose, safe_reference

_UNIQUE, _ALIKE = 0.9, 0.9


def reference(draft: Draft, table: str) -> None:
    """Fill in a draft's reference."""
    open_ones = [column for column in draft.free() if not says_personal(column.name) and not column.listed]
    named = choose(open_ones, table, {"reference": safe_reference}).get("reference", [])
    days = draft.days(draft.times.get("reported_at"))
    dated = [column for column in named if pattern_of(column.cells, days).dated]
    found = next(iter(dated or named), None) or _by_content(open_ones)
    if found is None:
        draft.lose("reference.column", "FILL IN")
        return
    draft.say("reference.column", "ref_header" if named else "ref_content", not named, column=found.name)
    if others := [column.name for column in named if column is not found]:
        draft.say("reference.column", "ref_others", columns=", ".join(others))
    put_pattern(draft, found, days)


def put_pattern(draft: Draft, column: Column, days: Sequence[date | None], later: int = 1) -> None:
    """The column and its pattern; `later`: by how many days a row may be later than its reference."""
    made = pattern_of(column.cells, days, later)
    draft.put("reference.column", column.name, column.name)
    draft.put("reference.pattern", made.text)
    code = "pattern_dated" if made.dated else "pattern_undated"
    code = "pattern_incident" if draft.body == "crime" else code
    check = not made.dated or made.fitted < made.filled
    draft.say("reference.pattern", code, check, fitted=made.fitted, filled=made.filled)
    if made.strip_zeros:
        draft.put("reference.strip_zeros", True)
        draft.say("reference.strip_zeros", "padded")
    if draft.body == "fields":
        _doubts(draft, made)


def _doubts(draft: Draft, made: Pattern) -> None:
    """What else to look at where incidents are told apart by it."""
    if blank := draft.sample.rows - made.filled:
        draft.say("reference.column", "ref_blank", check=True, count=blank)
    if not made.dated and draft.zone == "UTC":
        draft.say("reference.pattern", "day_in_utc", check=True)


def _by_content(columns: list[Column]) -> Column | None:
    """The first column whose values are each their own, and of one look."""
    for column in columns:
        alike = max(column.shapes.values(), default=0) >= _ALIKE * column.filled
        if safe_reference(column) and column.distinct >= _UNIQUE and alike and column.filled >= 3:
            return column
    return None
