"""One thing that the doctor found: a code with values; its words are `templates/doctor/<code>.j2`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from bot.slack.render import Renderer
from templates import FOLDER


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found; `said` carries words that stand elsewhere, the others only values."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


def said(words: object) -> Finding:
    """A finding that comes with its own sentence."""
    return Finding("said", {"words": str(words)})


def sentence(finding: Finding, lang: str = "en") -> str:
    """A finding in words."""
    return _words().line(f"doctor/{finding.code}", lang, **finding.values)


@lru_cache(maxsize=1)
def _words() -> Renderer:
    return Renderer(FOLDER, "UTC")  # no finding shows a time of day
