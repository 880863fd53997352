"""A meeting as the facts of its trail tell it: its row, and all that was written at it."""

from collections.abc import Callable, Iterable
from typing import Any

from bot.domain.facts import Happened
from bot.domain.meeting import How, MeetingState
from bot.domain.promise import OfferState
from bot.domain.proof import Fact, Rows

ANSWERS = {
    Happened.UNIT_ACCEPTED: OfferState.ACCEPTED,
    Happened.UNIT_DECLINED: OfferState.DECLINED,
    Happened.UNIT_WITHDRAWN: OfferState.WITHDRAWN,
}
DUE, MISSED, BEGUN = ({state} for state in (MeetingState.DUE, MeetingState.MISSED, MeetingState.BEGUN))
WHEN = {  # the states in which a fact of a kind comes; any other kind, as an answer to an offer, in all
    Happened.MEETING_LISTED: DUE,
    Happened.MEETING_MISSED: DUE,
    Happened.MEETING_BEGUN: DUE | MISSED,
    Happened.ITEM_LISTED: BEGUN | MISSED,
    **dict.fromkeys(
        (
            Happened.MEETING_CHAIRED, Happened.MEETING_ATTENDED, Happened.MEETING_ENDED,
            Happened.ITEM_REVIEWED, Happened.ITEM_DECIDED, Happened.ITEMS_READ_OUT,
            Happened.PROMISE_MADE, Happened.RESOURCE_MOVED, Happened.UNIT_OFFERED,
        ),
        BEGUN,
    ),
}  # fmt: skip
NOTHING_YET: dict[str, Any] = {
    "listed_at": None, "state": MeetingState.DUE, "chair": None, "delegated": False, "late": False,
    "begun_by": None, "begun_at": None, "ended_by": None, "ended_at": None, "why_not": None, "why_line": None,
}  # fmt: skip


class Told:
    """One meeting, taken in fact by fact, the oldest first.

    `named`: its trail names what it had to look at one by one, as it does since that is compared; of one
    that does not, only the meeting's own row and who was there can be.
    """

    def __init__(self, unit: str) -> None:
        self.unit = unit
        self.named = False
        self.meeting = dict(NOTHING_YET)
        self.there: dict[str, dict[str, Any]] = {}
        self.items: dict[str, dict[str, Any]] = {}
        self.promises: dict[str, dict[str, Any]] = {}
        self.resources: dict[str, dict[str, Any]] = {}
        self.offers: dict[str, dict[str, Any]] = {}

    @property
    def rows(self) -> Rows:
        """The rows that there should be."""
        own: Rows = {"meetings": {"": self.meeting}, "attendance": self.there}
        return own if not self.named else {
            **own, "meeting_items": self.items, "promises": self.promises,
            "resources": self.resources, "unit_offers": self.offers,
        }  # fmt: skip

    def hear(self, fact: Fact) -> None:
        """Take in what happened; raises KeyError, TypeError or ValueError for what is no fact of ours.

        So is one at a time when none of ours comes: else a meeting could end, and be begun and ended anew.
        """
        kind = Happened(fact["kind"])
        if self.meeting["state"] not in WHEN.get(kind, MeetingState):
            raise ValueError(f"no {kind} while it is {self.meeting['state']}")
        if known := HEARD.get(kind):
            known(self, fact, fact["values"])

    def add(self, rows: dict[str, dict[str, Any]], number: int, row: dict[str, Any]) -> None:
        """Something was written at it; raises ValueError where its number is another's."""
        if str(number) in rows:
            raise ValueError(f"{number} was written before")
        rows[str(number)] = row

    def come(self, collar: str, at: str) -> None:
        """Somebody is there; whoever was before stays so since then."""
        self.there.setdefault(collar, {"at": at})

    def change(self, incident: str, **values: Any) -> None:
        """Something came of an item; one that is not on the list was forgotten with its incident."""
        if incident in self.items:
            self.items[incident] |= values


def of(unit: str, facts: Iterable[Fact]) -> Told:
    """A unit's meeting as its trail has it; raises as `Told.hear` does."""
    told = Told(unit)
    for fact in facts:
        told.hear(fact)
    return told


def _listed(told: Told, fact: Fact, said: Fact) -> None:
    told.meeting |= {"due_at": said["due"], "due_end": said["ends"], "listed_at": fact["at"]}


def _missed(told: Told, fact: Fact, said: Fact) -> None:
    told.meeting |= {"due_at": said["due"], "due_end": said["ends"], "state": MeetingState.MISSED}
    told.named = said.get("named", False)


def _begun(told: Told, fact: Fact, said: Fact) -> None:
    chaired = {name: said[name] for name in ("chair", "delegated", "late")}
    begun = {"begun_by": fact["by"], "begun_at": fact["at"]}
    told.meeting |= chaired | begun | {"state": MeetingState.BEGUN}
    told.items.clear()  # those of a meeting that had counted as missed
    told.named = said.get("named", False)
    told.come(fact["by"], fact["at"])


def _chaired(told: Told, fact: Fact, said: Fact) -> None:
    told.meeting |= {"chair": said["chair"], "delegated": said["delegated"]}
    told.come(said["chair"], fact["at"])


def _attended(told: Told, fact: Fact, said: Fact) -> None:
    told.come(fact["by"], fact["at"])


def _item(told: Told, fact: Fact, said: Fact) -> None:
    how = How.LEFT if told.meeting["state"] == MeetingState.MISSED else How.OPEN
    then = {"place": said["place"], "oic": said.get("oic"), "due_at": said["due"]}
    now = {"how": how, "line": "", "by": "", "at": None, "what": ""}
    told.items[said["incident"]] = {**then, **now, "no_meeting": said.get("no_meeting", False)}


def _reviewed(told: Told, fact: Fact, said: Fact) -> None:
    told.change(said["incident"], line=said["line"])
    if told.items.get(said["incident"], {}).get("how") not in (How.DECIDED, How.HANDED):
        told.change(said["incident"], how=How.REVIEWED, by=fact["by"], at=fact["at"])


def _decided(told: Told, fact: Fact, said: Fact) -> None:
    by = fact["by"] or said["source"]  # the crime system settles without anybody's press
    told.change(said["incident"], how=How.DECIDED, what=said["what"], by=by, at=fact["at"])


def _read_out(told: Told, fact: Fact, said: Fact) -> None:
    for incident in said["incidents"]:
        told.change(incident, how=How.READ_OUT, by=fact["by"], at=fact["at"])


def _ended(told: Told, fact: Fact, said: Fact) -> None:
    why = {"why_not": said.get("code"), "why_line": said.get("line")}
    ended = {"state": MeetingState.ENDED, "ended_by": fact["by"] or None, "ended_at": fact["at"]}
    told.meeting |= ended | why
    for incident, item in told.items.items():
        item["no_meeting"] = incident in said["no_meeting"]
        if item["how"] == How.OPEN:
            item["how"] = How.LEFT


def _promised(told: Told, fact: Fact, said: Fact) -> None:
    if "promise" in said:
        what = {"incident": said["incident"], "unit": told.unit, "collar": said["who"], "line": said["line"]}
        made = {"due_at": said["due"], "made_by": fact["by"], "made_at": fact["at"]}
        told.add(told.promises, said["promise"], {**what, **made, "done_by": None, "done_at": None})


def _kept(told: Told, fact: Fact, said: Fact) -> None:
    if its := told.promises.get(str(said["promise"])):
        its |= {"done_by": fact["by"], "done_at": fact["at"]}


def _moved(told: Told, fact: Fact, said: Fact) -> None:
    if "resource" in said:
        what = {"collar": said.get("who"), "line": said.get("line", ""), "to_unit": said["to"]}
        moved = {"until": said["until"], "by": fact["by"], "at": fact["at"]}
        told.add(told.resources, said["resource"], what | moved)


def _offered(told: Told, fact: Fact, said: Fact) -> None:
    told.change(said["incident"], how=How.HANDED, by=fact["by"], at=fact["at"])
    if "offer" in said:
        what = {"incident": said["incident"], "from_unit": said["before"], "to_unit": said["to"]}
        made = {"line": said.get("line", ""), "by": fact["by"], "at": fact["at"]}
        none = {"state": OfferState.OFFERED, "answered_by": None, "answered_at": None, "answer_line": ""}
        told.add(told.offers, said["offer"], {**what, **made, **none})


def _answered(told: Told, fact: Fact, said: Fact) -> None:
    state = ANSWERS[Happened(fact["kind"])]
    if its := told.offers.get(str(said.get("offer"))):
        answer = {"answered_by": fact["by"], "answered_at": fact["at"]}
        its |= {"state": state, **answer, "answer_line": said.get("answer", "")}
    runs = told.meeting["state"] == MeetingState.BEGUN
    handed = told.items.get(said["incident"], {}).get("how") == How.HANDED
    if state is OfferState.DECLINED and runs and handed:
        told.change(said["incident"], how=How.OPEN, by="", at=None)


HEARD: dict[Happened, Callable[[Told, Fact, Fact], None]] = {
    Happened.MEETING_LISTED: _listed,
    Happened.MEETING_MISSED: _missed,
    Happened.MEETING_BEGUN: _begun,
    Happened.MEETING_CHAIRED: _chaired,
    Happened.MEETING_ATTENDED: _attended,
    Happened.ITEM_LISTED: _item,
    Happened.ITEM_REVIEWED: _reviewed,
    Happened.ITEM_DECIDED: _decided,
    Happened.ITEMS_READ_OUT: _read_out,
    Happened.MEETING_ENDED: _ended,
    Happened.PROMISE_MADE: _promised,
    Happened.PROMISE_KEPT: _kept,
    Happened.RESOURCE_MOVED: _moved,
    Happened.UNIT_OFFERED: _offered,
    Happened.UNIT_ACCEPTED: _answered,
    Happened.UNIT_DECLINED: _answered,
    Happened.UNIT_WITHDRAWN: _answered,
}
