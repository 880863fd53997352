"""What a force's own words mean in force.toml: by the code itself, its names, or words in them."""

import re
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from bot.sources.guessing.columns import Column
from bot.sources.guessing.found import Coded
from bot.sources.guessing.phrases import holds, lexicon, words

_NEAR = 0.86
_REMEMBERED = 4096
_SHORT = 4
_NOT = re.compile(
    r"\bnon[\s\-]*[^\W_]+|\b(?:not?|other than|except|excl\w*|does not include)\b.*?(?= - |[,;)]|$)",
    re.IGNORECASE,
)

Meaning = tuple[str, str]  # a code of force.toml, and why it is that one
NONE: Meaning = ("", "none")
Reader = Callable[[str], Meaning]


def by_names(table: Mapping[str, Any]) -> Reader:
    """A function from a value to a code of a table of force.toml, by the code or a name in any language."""
    names = _names(table)

    @lru_cache(_REMEMBERED)
    def read(value: str) -> Meaning:
        told = " ".join(words(value))
        if value.casefold() in table:
            return value.casefold(), "same"
        if told in names:
            return names[told], "name"
        near = get_close_matches(told, names, n=1, cutoff=_NEAR) if len(told) > 4 else []
        return (names[near[0]], "near") if near else NONE

    return read


def _names(table: Mapping[str, Any]) -> dict[str, str]:
    """Codes by their names' words, and by their own; the first of two alike."""
    told = [(name, code) for code, one in table.items() for name in (*one.names.values(), code)]
    return {" ".join(words(name)): code for name, code in reversed(told)}


def by_beginnings(table: Mapping[str, Any]) -> Reader:
    """A function from a value to the one code of which a name begins so: CARMS, PEMB."""
    names = _names(table)

    def read(value: str) -> Meaning:
        told = " ".join(words(value))
        begun = {
            code
            for name, code in names.items()
            for short in (told, told.removesuffix("s"))
            if len(short) >= _SHORT and name.startswith(short)
        }
        return (begun.pop(), "near") if len(begun) == 1 else NONE

    return read


def by_rules(rules: str, table: Iterable[str]) -> Reader:
    """A function from a value to a code, by the rules of the lexicon; only codes that a table names."""
    known = frozenset(table)
    told = [rule for rule in lexicon()[rules] if rule["code"] in known]

    @lru_cache(_REMEMBERED)
    def read(value: str) -> Meaning:
        found = words(_NOT.sub(" ", value))
        code = next((rule["code"] for rule in told if _fits(found, rule)), "")
        return (code, "words") if code else NONE

    return read


def _fits(found: tuple[str, ...], rule: dict[str, Any]) -> bool:
    every = all(any(holds(found, p) for p in group.split("|")) for group in rule.get("all", ()))
    return (
        every
        and any(holds(found, phrase) for phrase in rule["any"])
        and not any(holds(found, phrase) for phrase in rule.get("not", ()))
    )


def by_phrases(table: dict[str, list[str]], known: Iterable[str] | None = None) -> Reader:
    """A function from a value to a code whose phrases hold exactly that value."""
    allowed = set(table if known is None else known)
    phrases = {
        " ".join(words(phrase)): code for code, row in table.items() if code in allowed for phrase in row
    }

    def read(value: str) -> Meaning:
        code = phrases.get(" ".join(words(value)), "")
        return (code, "words") if code else NONE

    return read


def first_of(*readers: Reader) -> Reader:
    """The first reader that knows a value."""

    def read(value: str) -> Meaning:
        return next((found for one in readers if (found := one(value))[0]), NONE)

    return read


def share(column: Column, read: Reader) -> float:
    """How many of a column's filled cells a reader knows, from 0 to 1."""
    return sum(n for v, n in column.counts.items() if read(v)[0]) / column.filled if column.filled else 0.0


def coded(columns: Iterable[Column], read: Reader) -> tuple[Coded, ...]:
    """Each value of some columns with what it means, the most frequent first."""
    counts: dict[str, int] = {}
    for column in columns:
        for value, count in column.counts.items():
            counts[value] = counts.get(value, 0) + count
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Coded(value, count, *read(value)) for value, count in ordered)


def map_of(found: Iterable[Coded]) -> dict[str, str]:
    """The map of a mapping: what means another code than it says."""
    return {one.value: one.code for one in found if one.code and one.code != one.value}
