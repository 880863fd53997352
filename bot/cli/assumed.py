"""A guess as the page of a replay tells it: what each column became, what words mean, what is not read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from bot.domain.personal import COMMON, tells_of_somebody
from bot.reports.assumed import Assumed, Assumption, Meaning

if TYPE_CHECKING:
    from bot.sources.guessing.found import Coded, Guess, Note

WORDS = 15  # of one key; a mapping has them all
ELSEWHERE = ("folder.",)  # what a poll would look at, and a replay of one named file does not


def assumed(file: str, guess: Guess) -> Assumed:
    """What was taken for granted of a file without a mapping."""
    from bot.sources.guessing.wording import sentence
    from bot.sources.guessing.written import LEFT_OUT

    why: dict[tuple[str, str], list[str]] = {}
    for note in guess.notes:
        if note.code not in LEFT_OUT and not note.key.startswith(ELSEWHERE):
            why.setdefault((note.key, _column(guess, note)), []).append(sentence(note))
    return Assumed(
        file,
        guess.sampled,
        tuple(Assumption(*place, tuple(told)) for place, told in why.items()),
        tuple(_words(guess)),
        sum(len(each) - len(_shown(each)) for each in guess.coded.values()),
        tuple(str(note.values["column"]) for note in guess.notes if note.code in LEFT_OUT),
    )


def _column(guess: Guess, note: Note) -> str:
    """The column that the key of a note reads; a note on one of several columns names its own."""
    if note.key in ("", "markers", "qualifiers", "filters"):
        return str(note.values.get("column", ""))
    table, _, last = note.key.partition(".")
    if table == "reference":
        return str(guess.tables[table].get("column", ""))
    value: Any = guess.tables[table].get(last, "") if table in ("fields", "crime") else ""
    return str(value.get("column", "")) if isinstance(value, dict) else str(value)


def _words(guess: Guess) -> Iterable[Meaning]:
    """The most frequent words of each key."""
    for key, coded in guess.coded.items():
        yield from (Meaning(key, one.value, one.code, one.count) for one in _shown(coded))


def _shown(coded: Iterable[Coded]) -> list[Coded]:
    """The most frequent; none that may be somebody's: rare and unknown, or that looks like personal data."""
    may_be = (one for one in coded if one.code or one.count >= COMMON)
    plain = (one for one in may_be if not tells_of_somebody(one.value))
    return sorted(plain, key=lambda one: -one.count)[:WORDS]
