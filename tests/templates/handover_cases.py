"""Handovers: what is offered, taken over, declined, left; the reminder and what remains."""

from dataclasses import replace
from typing import Any

from bot.services.duty.shift_ends import Remains
from bot.services.duty.workload import Held
from bot.services.handovers.answers import Answered
from bot.services.handovers.forms import Page
from bot.services.handovers.messages import Item, Shown
from bot.services.handovers.offering import Offered
from bot.store.handovers import Handover
from tests.templates.things import (
    AT,
    INCIDENT,
    KEY,
    LATE,
    LINE,
    MORGAN,
    OFFENCE,
    REES,
    SETTLED,
    Case,
    hours,
    refusal,
)  # fmt: skip

OFFER = Handover(7, "842", "1101", "offered", AT, AT + hours(5), AT, None, "", 1)
ITEMS = (Item(1, LATE, "offered"), Item(2, replace(LINE, oic=REES), "offered"))
MIXED = (Item(1, LATE, "taken"), Item(2, LINE, "left"), Item(3, SETTLED, "gone"))
MANY = tuple(
    Item(n, replace(LINE, key=replace(KEY, number=str(n)), oic=MORGAN), "offered") for n in range(25)
)
SHOWN = Shown(OFFER, REES, MORGAN, ITEMS, 0, AT)
HELD = Held(INCIDENT, (OFFENCE,))
REMAINS = Remains(REES, (LATE, replace(LINE, oic=REES)), 1, AT + hours(0.5), None)


def ended(state: str, line: str = "") -> Handover:
    """The offer, at its end."""
    return replace(OFFER, state=state, answered_at=AT, line=line)


def shown(template: str, name: str, **changes: Any) -> Case:
    """An offer as one of the two sees it."""
    return Case(f"handovers/{template}", name, {"shown": replace(SHOWN, **changes)})


def answered(state: str, **more: Any) -> Case:
    """What whoever answers is told."""
    return Case(
        "handovers/answered", state, {"done": Answered(ended(state), state, mark="5f1c02aa91", **more)}
    )


def offered(name: str, **more: Any) -> Case:
    """What whoever offers is told."""
    done = Offered(OFFER, REES, MORGAN, (HELD,), (), "5f1c02aa91")
    return Case("handovers/offered", name, {"done": replace(done, **more)})


HANDOVERS = [
    Case("handovers/form", "", {"page": Page("842", 0, ITEMS, 2, 0)}, "modal"),
    Case("handovers/form", "pages", {"page": Page("842", 0, MANY, 75, 3)}, "modal"),
    Case("handovers/form", "last_page", {"page": Page("842", 1, ITEMS, 52, 0)}, "modal"),
    offered(""),
    offered("left_out", left_out=(("1/20-11", "restricted"), ("2/20-11", "needs_sergeant"))),
    shown("to", ""),
    shown("to", "a_great_many", items=MANY, unseen=1),
    shown("to", "accepted", handover=ended("accepted"), items=MIXED),
    *(shown("to", state, handover=ended(state)) for state in ("declined", "withdrawn", "lapsed")),
    shown("by", ""),
    shown("by", "not_told_yet", handover=replace(OFFER, told_at=None)),
    shown("by", "accepted", handover=ended("accepted", "Off at four."), items=MIXED),
    shown("by", "declined", handover=ended("declined", "Two at court today."), items=MIXED[1:2]),
    *(shown("by", state, handover=ended(state)) for state in ("withdrawn", "lapsed")),
    shown("answer", "", handover=ended("accepted"), items=MIXED),
    answered("accepted", taken=(HELD,), left=(HELD,), gone=(HELD,)),
    answered("declined"),
    answered("withdrawn"),
    Case("handovers/choose", "", {"shown": replace(SHOWN, items=MANY)}, "modal"),
    Case("handovers/decline", "", {"shown": SHOWN}, "modal"),
    Case("handovers/reminder", "", {"left": REMAINS}),
    Case("handovers/reminder", "after_the_end", {"left": replace(REMAINS, ends=None, back=AT + hours(12))}),
    Case("handovers/reminder", "nothing", {"left": replace(REMAINS, lines=(), unseen=0)}),
    Case("handovers/remains", "", {"left": replace(REMAINS, ends=None, back=AT + hours(12))}),
    Case("handovers/remains", "back", {"left": REMAINS}),
    Case("handovers/remains", "nothing", {"left": replace(REMAINS, lines=(), unseen=0, ends=None)}),
    Case(
        "handovers/remains",
        "a_great_many",
        {"left": replace(REMAINS, lines=tuple(i.line for i in MANY), ends=None)},
    ),
    refusal("handover_to_yourself"),
    refusal("off_for_long", officer=REES),
    refusal("nothing_held", offered=0),
    refusal("nothing_held", "offered", offered=2),
    refusal("nothing_to_hand_over", taker=REES, whys=["needs_sergeant", "restricted"]),
    refusal("handover_not_yours"),
    *(
        refusal("handover_over", state, handover=ended(state))
        for state in ("accepted", "declined", "withdrawn", "lapsed")
    ),
    refusal("nothing_chosen"),
    refusal("say_why_not"),
]
