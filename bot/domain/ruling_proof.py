"""The rulings as their trail tells them: what each says, and which took the place of which."""

from collections.abc import Iterable
from typing import Any

from bot.domain.facts import Happened
from bot.domain.proof import Fact, Rows


def of(facts: Iterable[Fact]) -> Rows:
    """The rows that there should be; raises KeyError, TypeError or ValueError for what is no fact of ours."""
    told: dict[str, dict[str, Any]] = {}
    for fact in facts:
        if Happened(fact["kind"]) is Happened.RULING_GIVEN:
            _give(told, fact, fact["values"])
    return {"rulings": told}


def _give(told: dict[str, dict[str, Any]], fact: Fact, said: Fact) -> None:
    row = {name: said[name] for name in ("question", "answer", "edition")}
    told[str(said["ruling"])] = row | {"given_by": fact["by"], "superseded_by": None}
    if "day" in said:  # it is not on what was entered before this was compared
        where = {name: said.get(name) for name in ("day", "series", "week")}
        told[str(said["ruling"])] |= where | {"superseded_on": None}
    if "supersedes" in said:
        before = told[str(said["supersedes"])]
        before["superseded_by"] = said["ruling"]
        if "superseded_on" in before:
            before["superseded_on"] = said.get("day")
