"""The end of a tour: whoever holds something is reminded; what nobody took over is told to who is on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.duty import leaves_at, left_at, next_on, on_until, tour_at
from bot.domain.facts import Happened
from bot.domain.handover import OFFERED
from bot.domain.listing import Line
from bot.domain.people import Person
from bot.domain.rights import sees
from bot.services.duty import workload
from bot.services.duty.shift_keys import REMAINS, REMINDER, remains_key, reminder_key
from bot.services.entering import enter
from bot.services.handovers.messages import Item
from bot.services.incidents.listings import line_of
from bot.store import outbox, slots
from bot.store.work import Work

LOOK_BACK = timedelta(hours=6)  # a bot that was away for longer leaves it to the lists


def remind(work: Work) -> int:
    """Remind everybody whose tour ends soon and who holds something undecided; gives how many.

    Once for each tour, whoever of us comes first.
    """
    told = 0
    for who in _holders(work):
        ends = leaves_at(who, work.at, work.force.zone)
        tour = tour_at(who, work.at, work.force.zone)
        if ends and tour and ends - work.at <= work.force.handovers.remind:
            told += _once(work, who, "handover", tour.begins) and _remind(work, who, ends)
    return told


def _holders(work: Work) -> list[Person]:
    found = (work.roster.by_collar(collar) for collar in sorted(workload.holders(work)))
    return [p for p in found if p is not None and p.valid_on(work.today)]


def _once(work: Work, who: Person, job: str, of: datetime) -> bool:
    """Take the slot of somebody's tour by an instant of it: one a person, local day and tour."""
    day = of.astimezone(ZoneInfo(work.force.zone)).date()
    return slots.take(work, f"{job}:{who.collar}:{of:%H%M}", day)


def _remind(work: Work, who: Person, ends: datetime) -> int:
    key, subject = reminder_key(who.collar, ends), f"{who.collar}|{who.collar}"
    outbox.put(work, key, f"@{who.collar}", REMINDER, subject)
    return 1


def tell_remains(work: Work) -> int:
    """Tell somebody on duty of what those hold undecided who went off lately; gives how many went off so."""
    told = 0
    for who in _holders(work):
        left = left_at(who, work.at, work.force.zone, LOOK_BACK)
        if left is not None and _once(work, who, "remains", left):
            told += _remain(work, who, left)
    return told


def _remain(work: Work, who: Person, left: datetime) -> int:
    held = workload.of(work, who.collar)
    to = looks_after(work, who)
    enter(
        work, f"duty:{work.today}", Happened.UNDECIDED_LEFT, "", left,
        collar=who.collar, count=len(held), told=to.collar if to else None,
    )  # fmt: skip
    workload.freshen(work, who.collar)
    if to is not None:
        key, subject = remains_key(who.collar, left), f"{who.collar}|{to.collar}"
        outbox.put(work, key, f"@{to.collar}", REMAINS, subject)
    return 1


def looks_after(work: Work, away: Person) -> Person | None:
    """Who on duty looks after what somebody left: a sergeant of their unit, its inspector, or the FIM."""
    zone, unit = work.force.zone, away.unit
    asked = [
        *work.roster.who(work.at, zone, unit, "sergeant"),
        *work.roster.who(work.at, zone, unit, "inspector"),
        *work.roster.who(work.at, zone, role="fim"),
    ]
    return next((p for p in asked if p.collar != away.collar), None)


@dataclass(frozen=True, slots=True)
class Remains:
    """What somebody holds undecided, as a reader sees it; when their tour ends, or when they are next on."""

    person: Person
    lines: tuple[Line, ...]
    unseen: int
    ends: datetime | None
    back: datetime | None

    @property
    def items(self) -> tuple[Item, ...]:
        """The lines as the items of an offer."""
        return tuple(Item(0, line, OFFERED) for line in self.lines)


def remains(work: Work, collar: str, reader: str, lang: str) -> Remains | None:
    """What somebody holds undecided now; None for those who have left the roster."""
    who, to = work.roster.by_collar(collar), work.roster.by_collar(reader)
    if who is None or to is None:
        return None
    held = workload.of(work, collar)
    seen = [h for h in held if sees(to, h.incident, work.force)]
    lines = tuple(line_of(work, h.incident, list(h.offences), h.foremost, lang) for h in seen)
    ends = on_until(who, work.at, work.force.zone)
    return Remains(who, lines, len(held) - len(seen), ends, next_on(who, work.at, work.force.zone))
