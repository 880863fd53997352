"""Allocating and deciding: what services give, as the handlers hand it to the words."""

from dataclasses import replace
from typing import Any

from bot.domain.offence import Decision, Offence, State
from bot.services.case import Outcome
from bot.services.decisions.allocations import Allocated
from bot.services.decisions.forms import Candidate, Choices
from tests.templates.things import (
    AT,
    CONFIRMED,
    HUGHES,
    INCIDENT,
    KEY,
    LINE,
    MORGAN,
    OFFENCE,
    PAGE,
    RECORDED,
    REES,
    REFUSED,
    Case,
    hours,
    person,
)

MARK = "a1b2c3d4e5"
OTHER = replace(INCIDENT, key=replace(KEY, number="98"), category="burglary_residential")
SECOND = replace(OFFENCE, n=2, offence_class="criminal_damage", due_at=AT - hours(1))
CODES, UNTIL = PAGE.codes, (HUGHES, AT + hours(17))
N100 = replace(RECORDED, n=1, decision=Decision.N100, crime_ref=None, reason_code="NYS", sign_off_due=True)
WITH_REES = {"oic": "842", "allocated_by": "1101", "allocated_at": AT}


def outcome(*offences: Offence, n: int = 1, **values: Any) -> Outcome:
    """What became of an incident's offences; `n` is the one that it was about."""
    return Outcome(INCIDENT, offences, n, MARK, values)


def allocated(off: float | None, before: str | None = None, by: str = "1101") -> Allocated:
    """An allocation whose officer goes off duty in so many hours."""
    held = Outcome(replace(INCIDENT, **(WITH_REES | {"allocated_by": by})), (OFFENCE,), 1, MARK)
    return Allocated(held, REES, None if off is None else AT + hours(off), before)


def decided(template: str, name: str = "", **values: Any) -> Case:
    """An answer to a decision that Sergeant Morgan made or entered."""
    return Case(f"decisions/{template}", name, {"by": MORGAN, "refused": [], **values})


def form(template: str, name: str = "", **values: Any) -> Case:
    """A form."""
    return Case(f"decisions/{template}", name, values, "modal")


def one(offence: Offence, **changes: Any) -> Outcome:
    """What became of an incident's only offence."""
    return outcome(replace(offence, n=1, **changes))


ONE, TWO = Choices(INCIDENT, (OFFENCE,)), Choices(INCIDENT, (OFFENCE, SECOND))
RECORD = {"kinds": CODES["record"], "reasons": CODES["n100"], "kind": "CR"}
FOR_REES = replace(RECORDED, decided_by="842", entered_by="1101", sign_off_due=True)
NNO = {"reason": CODES["negation"]["NNO"]}
NEGATED = replace(REFUSED, n=1, log_at=AT - hours(1), victim_told="owed", entered_by="1101")

DECISIONS = [
    Case("allocations/form", "", {"line": replace(LINE, oic=REES)}, "modal"),
    Case("allocations/form", "nothing_named", {"line": None}, "modal"),
    Case("allocations/done", "", {"done": [allocated(3)], "by": MORGAN, "refused": []}),
    Case("allocations/done", "on_to_the_end", {"done": [allocated(4, "1101")], "by": MORGAN, "refused": []}),
    Case(
        "allocations/done",
        "several",
        {"done": [allocated(3), allocated(None, by="2201")], "by": MORGAN, "refused": ["7: No * <here>."]},
    ),
    Case(
        "allocations/done",
        "off_until",
        {"done": [replace(allocated(None), back_at=AT + hours(1))], "by": MORGAN, "refused": []},
    ),
    Case(
        "allocations/done",
        "off_duty",
        {
            "done": [
                replace(allocated(None), override="KNO", back_at=AT + hours(20)),
                replace(allocated(None), override="NOB"),
            ],
            "by": MORGAN,
            "refused": [],
        },
    ),
    Case("allocations/candidate", "", {"candidate": Candidate(REES, AT + hours(13), 2)}, "line"),
    Case(
        "allocations/candidate",
        "off_duty",
        {"candidate": Candidate(person("1" * 40, "W" * 60, "chief_inspector"), None, 12)},
        "line",
    ),
    decided("recorded", done=outcome(OFFENCE, RECORDED, n=2)),
    decided("recorded", "claimed", done=one(RECORDED, claimed_at=AT)),
    decided("recorded", "nothing_else", done=one(FOR_REES)),
    decided("recorded", "n100", done=outcome(N100, SECOND, replace(REFUSED, n=3))),
    decided("recorded", "included", done=one(RECORDED, decision=Decision.INCLUDED)),
    decided("recorded", "already", done=one(RECORDED, decision=Decision.ALREADY)),
    decided("recorded", "transferred", done=one(RECORDED, decision=Decision.TRANSFERRED)),
    decided(
        "recorded", "transferred_without", done=one(RECORDED, decision=Decision.TRANSFERRED, crime_ref=None)
    ),
    decided("negated", done=outcome(NEGATED, other=UNTIL), **NNO),
    decided("negated", "nobody_on", done=outcome(replace(NEGATED, victim_told="na"), SECOND), **NNO),
    decided("confirmed", done=[one(CONFIRMED), outcome(OFFENCE, replace(CONFIRMED, n=2), n=2)]),
    decided("confirmed", "none", done=[], refused=["7: No.", "8: Nor <!channel> this."]),
    decided("signed_off", done=[one(RECORDED, state=State.SIGNED_OFF), one(N100, state=State.SIGNED_OFF)]),
    decided("returned", done=one(NEGATED, state=State.RETURNED), reason=CODES["return"]["LOG"]),
    decided("reopened", done=one(NEGATED, state=State.OPEN)),
    decided("cancelled", done=one(RECORDED, state=State.CANCELLED), reason=CODES["cancel"]["C4"]),
    decided("offence_added", done=outcome(OFFENCE, replace(SECOND, due_at=AT + hours(20)), n=2)),
    form("record", choices=ONE, **RECORD),
    form("record", "several", choices=TWO, **(RECORD | {"kind": "N100"})),
    form("record", "nothing_named", choices=None, **RECORD),
    form("negate", choices=ONE, codes=CODES["negation"]),
    form("negate", "several", choices=TWO, codes=CODES["negation"]),
    form("return", choices=Choices(OTHER, (NEGATED,)), codes=CODES["return"]),
    form("cancel", codes=CODES["cancel"], crime=""),
    form("cancel", "named", codes=CODES["cancel"], crime="CR/2026/4411"),
    form("add_offence", line=LINE, categories=PAGE.categories),
    form("add_offence", "nothing_named", line=None, categories=PAGE.categories),
    form("which", incident=INCIDENT, offences=(OFFENCE, SECOND)),
    form("ref"),
]
