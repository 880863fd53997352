"""What the crime system brings about: references that wait, claims, what the Registrar is shown."""

from dataclasses import replace
from typing import Any

from bot.domain.listing import Card, Waiting
from bot.domain.offence import State
from bot.services.crimes.cancellations import Shown
from bot.services.crimes.lapsing import Lapsed
from bot.store.crime_notices import CANCELLATION, LAPSED, Notice
from bot.store.crimes import Crime
from tests.templates.things import AT, INCIDENT, LINE, LISTING, OFFENCE, RECORDED, Case, hours

CRIME = Crime(
    1, "CR/1/26", "0", str(INCIDENT.key), AT - hours(12), "", "exact", "", "harassment", (), None,
    AT - hours(1), "C3", "1101", 1, 1, AT - hours(12),
)  # fmt: skip
CANCELLED = replace(RECORDED, n=1, state=State.CANCELLED, reason_code="C3", checked_by="1101", checked_at=AT)
NOTICE = Notice("cancellation:1:1:5f1c02", CANCELLATION, 1, 1, "CR/1/26", "not_permitted", AT)
SHOWN = Shown(NOTICE, INCIDENT, LINE, CANCELLED, CRIME)
SECLUDED = replace(INCIDENT, category="rape", restricted=True)
NOBODY = replace(
    SHOWN,
    notice=replace(NOTICE, message_key="cancellation:2:1:77aa01", why="nobody"),
    incident=SECLUDED,
    offence=replace(CANCELLED, offence_class=""),
    crime=replace(CRIME, decision_maker=""),
)
MOVED = replace(
    SHOWN, notice=replace(NOTICE, why="moved"), offence=replace(RECORDED, n=1, state=State.SIGNED_OFF)
)
REOPENED = replace(
    SHOWN, notice=replace(NOTICE, why="reopened"), offence=replace(CANCELLED, state=State.OPEN)
)
CAME_TO_NOTHING = Lapsed(
    Notice("lapsed:1:1:5f1c02", LAPSED, 1, 1, "CR/1/26", "unseen", AT, ("1101",), ("842",)),
    INCIDENT,
    LINE,
    OFFENCE,
)
WAITING = tuple(
    Waiting(f"CR/{n}/26", why, 2)
    for n, why in enumerate(("several", "other_kind", "none_open", "elsewhere", "cancelled", "before"), 1)
)


def shown(name: str, each: Shown) -> Case:
    """A message to the Registrar."""
    return Case("crimes/cancellation", name, {"shown": each})


def lapsed(name: str, **changes: Any) -> Case:
    """A message about a claim that came to nothing."""
    return Case("crimes/lapsed", name, {"lapsed": replace(CAME_TO_NOTHING, **changes)})


def told(why: str) -> Notice:
    """The same message for another reason."""
    return replace(CAME_TO_NOTHING.notice, why=why, mentions=(), named=())


CLAIMED = replace(RECORDED, claimed_at=AT - hours(1))
CRIMES = [
    shown("", SHOWN),
    shown("by_nobody", NOBODY),
    shown("moved", MOVED),
    shown("after_reopening", REOPENED),
    shown("not_shown", replace(MOVED, notice=replace(NOTICE, why="unseen"), crime=None)),
    shown("seen", replace(SHOWN, notice=replace(NOTICE, seen_by="9020", seen_at=AT))),
    shown("put_right", replace(SHOWN, notice=replace(NOTICE, seen_by="feed", seen_at=AT))),
    Case("crimes/queue", "", {"found": (SHOWN, NOBODY), "rest": 2}),
    Case("crimes/queue", "empty", {"found": (), "rest": 0}),
    Case("crimes/seen", "", {"shown": SHOWN}),
    lapsed(""),
    lapsed("elsewhere", notice=told("elsewhere")),
    lapsed("cancelled", notice=told("cancelled")),
    lapsed("moved", notice=told("moved")),
    lapsed("recorded", offence=replace(RECORDED, n=1)),
    Case("incidents/card", "waiting", {"card": Card(LINE, INCIDENT, "Powys", (OFFENCE, CLAIMED), WAITING)}),
    Case(
        "listings/live", "claimed", {"listing": replace(LISTING, lines=(replace(LINE, claimed=1),), rest=0)}
    ),
]
