"""Markers and qualifiers: yes/no columns by their header, columns of codes by what the codes mean."""

from bot.sources.guessing.columns import Column
from bot.sources.guessing.details import separator_of
from bot.sources.guessing.draft import Draft
from bot.sources.guessing.meanings import Reader, by_names, by_phrases, first_of
from bot.sources.guessing.personal import holds_personal, is_yes_no
from bot.sources.guessing.phrases import listed, score

_TABLES = ("markers", "qualifiers")


def flags(draft: Draft) -> None:
    """Fill in a draft's markers and qualifiers from the columns that are free."""
    for column in draft.free():
        if column.listed or (score(column.name, listed("columns")["codes"]) and not is_yes_no(column)):
            _codes(draft, column)
        elif yes := _yes(column):
            _yes_no(draft, column, yes)


def _yes(column: Column) -> list[str]:
    """The words of a yes/no column for yes, as far as they are not the usual ones; nothing if it is none."""
    if is_yes_no(column):
        return ["usual"]
    told = list(column.counts)
    return told if len(told) == 1 and column.filled > 1 and len(told[0]) <= 12 else []


def _yes_no(draft: Draft, column: Column, yes: list[str]) -> None:
    fit, table, code = _flag(draft, column.name)
    usual = yes == ["usual"]
    if not fit or not (usual or _means(column, listed(table)[code])):
        return
    field = {"column": column.name, "code": code} | ({} if usual else {"yes": yes})
    draft.tables.setdefault(table, []).append(field)
    draft.taken.add(column.name)
    draft.say(table, "yes_no", column=column.name, code=code)


def _flag(draft: Draft, header: str) -> tuple[int, str, str]:
    """How well a header fits, and the marker or qualifier of force.toml that it names."""
    known = {"markers": draft.force.markers, "qualifiers": draft.force.qualifiers}
    scored = [
        (score(header, phrases), table, code)
        for table in _TABLES
        for code, phrases in listed(table).items()
        if code in known[table]
    ]
    return max(scored, key=lambda one: one[0], default=(0, "", ""))


def _means(column: Column, phrases: list[str]) -> bool:
    """Whether the one value of a column is the flag itself: DA, or nothing."""
    return any(score(value, phrases) for value in column.counts)


def _codes(draft: Draft, column: Column) -> None:
    """A column of codes: those that mean a marker, and those that mean a qualifier."""
    if holds_personal(column) or not column.filled:
        return
    separator = separator_of(column)
    told = {part.strip() for value in column.counts for part in value.split(separator)} - {""}
    for table, names in zip(_TABLES, (draft.force.markers, draft.force.qualifiers), strict=True):
        read = first_of(by_names(names), by_phrases(listed(table), names))
        if found := _known(told, read):
            field = {"column": column.name, "separator": separator, "map": found, "unmapped": "drop"}
            draft.tables.setdefault(table, []).append(field)
            draft.taken.add(column.name)
            others = len(told) - len(found)
            draft.say(table, "codes", True, column=column.name, count=len(found), others=others)


def _known(told: set[str], read: Reader) -> dict[str, str]:
    return {value: code for value in sorted(told) if (code := read(value)[0])}
