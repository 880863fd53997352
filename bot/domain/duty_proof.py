"""Changes of duty and handovers as the trails of days tell them."""

from collections.abc import Callable
from typing import Any

from bot.domain.facts import Happened
from bot.domain.handover import ACCEPTED, DECLINED, LAPSED, OFFERED, WITHDRAWN
from bot.domain.proof import Fact, Rows

ENDS = {
    Happened.HANDOVER_DECLINED: DECLINED,
    Happened.HANDOVER_WITHDRAWN: WITHDRAWN,
    Happened.HANDOVER_LAPSED: LAPSED,
}


class Told:
    """The days of duty, taken in fact by fact, the oldest first.

    `unnamed`: some changes were entered before their trail gave them a number, by which they are compared.
    """

    def __init__(self) -> None:
        self.unnamed = False
        self.changes: dict[str, dict[str, Any]] = {}
        self.handovers: dict[str, dict[str, Any]] = {}

    @property
    def rows(self) -> Rows:
        """The rows that there should be, unless they were forgotten since."""
        return {"duty_changes": self.changes, "handovers": self.handovers}

    def hear(self, fact: Fact) -> None:
        """Take in what happened; raises KeyError, TypeError or ValueError for what is no fact of ours."""
        if known := HEARD.get(Happened(fact["kind"])):
            known(self, fact, fact["values"])

    def older(self, table: str, which: str) -> bool:
        """Whether a row may be of a change that was entered before changes had numbers."""
        named = [int(ident) for ident in self.changes]
        older = not named or int(which) < min(named)
        return table == "duty_changes" and self.unnamed and older


def _changed(told: Told, fact: Fact, said: Fact) -> None:
    if "change" not in said:
        told.unnamed = True
        return
    row = {name: said[name] for name in ("collar", "begins", "ends")}
    entered = {"entered_by": fact["by"], "entered_at": fact["at"]}
    on = Happened(fact["kind"]) is Happened.CAME_ON_DUTY
    cover = {"cover": said.get("cover", ""), "declined_at": None}
    told.changes[str(said["change"])] = {**row, **entered, "on_duty": on, **cover}


def _cover_declined(told: Told, fact: Fact, said: Fact) -> None:
    if its := told.changes.get(str(said.get("change"))):
        its["declined_at"] = fact["at"]


def _offered(told: Told, fact: Fact, said: Fact) -> None:
    """SQLite gives the newest's number again once that is forgotten, as those that ended are."""
    before = told.handovers.get(str(said["handover"]))
    if before and before["state"] == OFFERED:
        raise ValueError("nobody answered the one before")
    row = {"giver": said["giver"], "taker": said["to"], "offered_at": fact["at"], "state": OFFERED}
    told.handovers[str(said["handover"])] = row | {"answered_at": None, "line": ""}


def _accepted(told: Told, fact: Fact, said: Fact) -> None:
    its = told.handovers[str(said["handover"])]
    its |= {"state": ACCEPTED, "answered_at": fact["at"], "line": said.get("answer")}
    if "answer" not in said:  # it is not on what was entered before this was compared
        del its["line"]


def _ended(told: Told, fact: Fact, said: Fact) -> None:
    its = told.handovers[str(said["handover"])]
    if its["state"] == OFFERED:  # else some of it was taken, and this is the rest
        state = ENDS[Happened(fact["kind"])]
        its |= {"state": state, "answered_at": fact["at"], "line": said.get("line", "")}


HEARD: dict[Happened, Callable[[Told, Fact, Fact], None]] = {
    Happened.CAME_ON_DUTY: _changed,
    Happened.WENT_OFF_DUTY: _changed,
    Happened.COVER_DECLINED: _cover_declined,
    Happened.HANDOVER_OFFERED: _offered,
    Happened.HANDOVER_ACCEPTED: _accepted,
    Happened.HANDOVER_DECLINED: _ended,
    Happened.HANDOVER_WITHDRAWN: _ended,
    Happened.HANDOVER_LAPSED: _ended,
}
