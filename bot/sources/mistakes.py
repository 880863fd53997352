"""What is wrong in a mapping, in a sentence: the key, what it is, and what to write."""

import tomllib
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from bot.sources import door, mapping

_WORDS = Path(__file__).parent / "mistakes.toml"


@cache
def words() -> dict[str, dict[str, str]]:
    """The sentences by their codes."""
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))


@cache
def known_keys() -> frozenset[str]:
    """Every key that a mapping may have, wherever it stands."""
    named = vars(door) | vars(mapping)
    tables = [t for t in named.values() if isinstance(t, type) and issubclass(t, BaseModel)]
    keys = {field.alias or name for table in tables for name, field in table.model_fields.items()}
    return frozenset(keys - {"origin"})


def sentence(code: str, key: str, detail: str, file: str) -> str:
    """One mistake in words; what pydantic alone has a code for is told in its own."""
    table = words()["mapping"]
    last = key.rpartition(".")[2]
    values: dict[str, Any] = {"key": key or "the mapping", "detail": detail.rstrip("."), "near": _near(last)}
    values["export"] = "" if file.endswith(".toml") else words()["words"]["export"]
    return table.get(code, words()["words"]["other"]).format(**values).rstrip()


def _near(key: str) -> str:
    found = _closest(key, known_keys())
    return words()["words"]["did_you_mean"].format(near=found) if found else "."


def _closest(key: str, known: Iterable[str]) -> str:
    return next(iter(get_close_matches(key.lower(), sorted(known), n=1)), "")
