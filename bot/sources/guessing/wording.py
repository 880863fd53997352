"""The sentences of a guess: notes, refusals, and why a value means a code."""

import tomllib
from functools import cache
from pathlib import Path

from bot.sources.guessing.found import Note

_WORDS = Path(__file__).parent / "words.toml"


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))


def sentence(note: Note) -> str:
    """A note as a sentence."""
    if note.code in _tables()["lists"]:
        return _printable(f"{heading(note.code)}: {note.values['column']}.")
    return _printable(_tables()["notes"][note.code].format(**note.values))


def refusal(code: str, file: str) -> str:
    """Why there is nothing to guess in a file, and what to do."""
    return _tables()["refusals"][code].format(file=_printable(file))


def heading(code: str) -> str:
    """What a list of columns that are not mapped is called."""
    return _tables()["lists"][code]


def reason(why: str) -> str:
    """Why a value means a code, in a few words."""
    return _tables()["why"][why]


def _printable(text: str) -> str:
    """On one line: a column may be called anything."""
    return "".join(c for c in " ".join(text.split()) if c.isprintable())
