"""The words of headers and values, and how well they fit the phrases of the lexicon."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

_LEXICON = Path(__file__).parent / "lexicon.toml"
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[^\W_]+")


@cache
def lexicon() -> dict[str, Any]:
    """The whole lexicon."""
    return tomllib.loads(_LEXICON.read_text(encoding="utf-8"))


@cache
def words(text: str) -> tuple[str, ...]:
    """Small words of a header or value: `Time_Received`, `timeReceived` and `TIME RECEIVED` are alike."""
    apart = " ".join(_HUMP.sub(" ", part) for part in text.split())
    return tuple(_WORD.findall(apart.casefold()))


def holds(text: tuple[str, ...], phrase: str) -> bool:
    """Whether the words of a phrase stand in a text, one after another; `word*` is a beginning."""
    wanted = phrase.split()
    size = len(wanted)
    return any(
        all(_fits(word, want) for word, want in zip(text[at:], wanted, strict=False))
        for at in range(len(text) - size + 1)
    )


def _fits(word: str, want: str) -> bool:
    return word.startswith(want[:-1]) if want.endswith("*") else word == want


def score(header: str, phrases: Iterable[str]) -> int:
    """How well a header fits a list of phrases, the likeliest first; 0 is not at all."""
    found = words(header)
    joined = "".join(found)
    best = 0
    for place, phrase in enumerate(phrases):
        if phrase.replace(" ", "") == joined:
            best = max(best, 1000 - place)
        elif holds(found, phrase):
            best = max(best, 100 + 100 * len(phrase.split()) - place)
    return best


def listed(table: str) -> dict[str, list[str]]:
    """One of the lexicon's tables of phrases."""
    found: dict[str, list[str]] = lexicon()[table]
    return found
