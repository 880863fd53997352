"""The queues of all units at one instant, read once: what every digest of that instant is made of."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.digest import PERIOD, THINGS, Digest, Recipient, next_on, theirs_to_do
from bot.domain.dmm import next_meeting_end
from bot.domain.duty import LOOK_AHEAD
from bot.domain.figures import Outcome, counts, timeliness
from bot.domain.force import Rule
from bot.domain.incident import Incident
from bot.domain.offence import RUNNING, Offence
from bot.domain.ordering import most_pressing, place, waits_for_sign_off
from bot.domain.people import Person
from bot.domain.queueing import Pair, standing
from bot.domain.rights import Action, permitted, sees
from bot.services.case import rule_of, rule_upon
from bot.services.digests.fates import Placed, fates
from bot.store import waiting
from bot.store.work import Work

NOTHING = Rule(starts_clock=False, audited=False, restricted=False, classes=frozenset())
Held = tuple[Incident, list[Offence]]


@dataclass(frozen=True, slots=True)
class Queues:
    """What waits (`held`: incidents in the order of their meeting, each with all its offences; `pairs`:
    each offence that waits; `holding`: how many running ones each officer holds, by collar number), and what
    became of the reports from `since` until `ended` (UTC)."""

    work: Work
    held: tuple[Held, ...]
    pairs: tuple[Pair, ...]
    judged: tuple[Placed, ...]
    since: datetime
    ended: datetime
    holding: Counter[str | None]
    shared: dict[tuple[object, ...], Digest] = field(default_factory=dict)

    @classmethod
    def of(cls, work: Work) -> "Queues":
        """The queues as they stand now."""
        held = sorted(waiting.everywhere(work), key=lambda one: _place(work, one))
        pairs = tuple((incident, o) for incident, every in held for o in every if _waits(o))
        ended = work.at - work.force.stages.clock
        since = ended - PERIOD
        holding = Counter(incident.oic for incident, o in pairs if o.state in RUNNING)
        return cls(work, tuple(held), pairs, tuple(fates(work, since, ended)), since, ended, holding)

    def digest(self, recipient: Recipient, late: bool = False) -> Digest:
        """What a recipient is told; what others of the same units are told too is counted once."""
        whose, to, units, _ = recipient
        which = units, next_on(to, self.work.at, self.work.force.zone), may_see(self.work, to)
        if which not in self.shared:
            self.shared[which] = self._of_units(*which)
        alike, covers = self.shared[which], whose.collar if whose != to else ""
        mine = replace(alike.standing, mine=self.holding[whose.collar])
        return replace(alike, standing=mine, late=late, covers=covers)

    def _of_units(self, units: tuple[str, ...], until: datetime | None, seen: bool) -> Digest:
        """What all readers of some units are told who are next on at one time and have the same rights."""
        at = self.work.at
        shown = [(i, o) for i, o in self.pairs if i.unit in units and (seen or not i.restricted)]
        told = [p for p in self.judged if p.unit in units and (seen or not p.restricted)]
        became = counts((p.fate for p in told), at)
        return Digest(
            at, until, units, standing(shown, 0, at, until or at + timedelta(days=LOOK_AHEAD)),
            self.since, self.ended, timeliness(became), became[Outcome.NEGATED],
            0 if seen else self._hidden(units), seen,
        )  # fmt: skip

    def _hidden(self, units: Collection[str]) -> int:
        running = {i.id for i, o in self.pairs if i.restricted and i.unit in units and o.state in RUNNING}
        return len(running)

    def things(self, recipient: Recipient, most: int = THINGS) -> list[Held]:
        """The first things that a recipient can do, in the order of the meeting."""
        found = self._to_do(recipient.to, recipient.units)
        return [held for held, _ in zip(found, range(most), strict=False)]

    def _to_do(self, person: Person, units: Sequence[str]) -> Iterator[Held]:
        for incident, every in self.held:
            if incident.unit not in units or not sees(person, incident, self.work.force):
                continue
            if any(self._is_theirs(person, incident, o) for o in every if _waits(o)):
                yield incident, every

    def _is_theirs(self, person: Person, incident: Incident, offence: Offence) -> bool:
        rule = rule_upon(self.work, incident, offence)
        return theirs_to_do(person, self.work.force, rule, incident, offence)


def may_see(work: Work, person: Person) -> bool:
    """Whether figures for somebody hold restricted incidents."""
    return permitted(person, Action.SEE_RESTRICTED, work.force, NOTHING)


def _waits(offence: Offence) -> bool:
    return offence.state in RUNNING or waits_for_sign_off(offence)


def _place(work: Work, held: Held) -> tuple[object, ...]:
    incident, every = held
    offence = most_pressing(every)
    assert offence is not None, "asked for what waits"
    unit = work.force.units.get(incident.unit)
    ends = next_meeting_end(work.at, unit.dmm, work.force.zone) if unit and unit.dmm else None
    return *place(incident, offence, work.at, ends, rule_of(work, incident).classes), str(incident.key)
