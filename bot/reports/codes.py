"""The page's own words for our codes, one line of plain text each: what a table has beside a code."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import Environment

from bot.domain.force import Force
from bot.reports.canvas import plain
from bot.reports.words import environment


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes in the words of the page; `timed` as the page has it."""

    env: Environment
    timed: bool

    def outcome(self, code: str | None) -> str:
        """What became of an offence; empty of nothing."""
        return self._said("replay/_codes.html", "outcome", code, self.timed) if code else ""

    def reading(self, code: str) -> str:
        """How a time was read."""
        return self._said("replay/_codes.html", "reading", code)

    def signal(self, code: str) -> str:
        """Why a log is worth a second look."""
        return self._said("replay/_signals.html", "signal", code)

    def stage(self, code: str) -> str:
        """A stage of the clock."""
        return self._said("words.j2", "stage_words", code)

    def reason(self, code: str) -> str:
        """Why a row is unread."""
        return self._said("reasons.j2", "reason_words", code)

    def _said(self, file: str, macro: str, *values: object) -> str:
        return _said(self.env, file, macro, *values)


def codes(force: Force, lang: str, timed: bool) -> Codes:
    """The codes in a language."""
    return Codes(environment(force, lang), timed)


@lru_cache(1000)  # a list may be long, and has few codes
def _said(env: Environment, file: str, macro: str, *values: object) -> str:
    module: Any = env.get_template(file).module
    return plain(getattr(module, macro)(*values))
