"""What the Registrar may want to look at again of the last week: signals, never verdicts, and of nobody."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.facts import Happened
from bot.domain.force import Force
from bot.domain.incident import Incident, IncidentKey
from bot.domain.offence import Offence, State
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.domain.rights import rules_as_registrar
from bot.domain.second_look import (
    Signal,
    Telling,
    at_once,
    in_last_hours,
    looks_like_crime,
    signals,
    soon_cancelled,
    told_later,
)
from bot.store import incidents as stored
from bot.store import trail_since
from bot.store.trail_since import Told
from bot.store.work import Work

WEEK = timedelta(days=7)
DEEDS = frozenset({
    Happened.INCIDENT_CHANGED, Happened.OFFENCE_NEGATED, Happened.NEGATION_CONFIRMED, Happened.CRIME_CANCELLED
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """One thing worth a second look: which incident, when it came about (UTC), and by how much.

    `length` is what was left of a deadline, or lay between two times; `was` a category that it had before.
    """

    signal: Signal
    key: IncidentKey
    unit: str
    category: str
    restricted: bool
    at: datetime
    n: int | None = None
    length: timedelta | None = None
    was: str = ""


@dataclass(frozen=True, slots=True)
class SecondLook:
    """The looks of the week that ends at `until` (UTC), by signal, the newest first."""

    since: datetime
    until: datetime
    by_signal: dict[Signal, tuple[Look, ...]]

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(map(len, self.by_signal.values()))


def asked(work: Work, asker: Person) -> SecondLook:
    """The second look at the week until now; raises Refused `registrars_only` to all but them."""
    if not rules_as_registrar(asker):
        raise Refused("registrars_only")
    return of_week(work, work.at)


def of_week(work: Work, until: datetime) -> SecondLook:
    """The second look at the week until an instant (UTC)."""
    since = until - WEEK
    found: dict[Signal, list[Look]] = defaultdict(list)
    for life in _lives(work, since, until):
        for look in life.looks(work, since):
            found[look.signal].append(look)
    newest = {s: sorted(found[s], key=lambda each: (each.at, str(each.key)), reverse=True) for s in Signal}
    return SecondLook(since, until, {signal: tuple(looks) for signal, looks in newest.items()})


@dataclass(frozen=True, slots=True)
class _Life:
    """An incident, its offences, and what was told of it in the week, oldest first."""

    incident: Incident
    offences: tuple[Offence, ...]
    told: tuple[Told, ...]

    def looks(self, work: Work, since: datetime) -> Iterator[Look]:
        yield from self._negations()
        yield from self._cancellations()
        yield from self._report_times()
        if self.incident.reported_at >= since or any(t.kind == Happened.INCIDENT_CHANGED for t in self.told):
            yield from self._log(work)

    def _look(
        self, signal: Signal, at: datetime, n: int | None = None, length: timedelta | None = None
    ) -> Look:
        its = self.incident
        return Look(signal, its.key, its.unit, its.category, its.restricted, at, n, length)

    def _negations(self) -> Iterator[Look]:
        negated: dict[int | None, datetime] = {}
        due = {offence.n: offence.due_at for offence in self.offences}
        for each in self.told:
            n, before = each.offence, negated.get(each.offence)
            if each.kind == Happened.OFFENCE_NEGATED:
                negated[n] = each.at
                if n in due and in_last_hours(each.at, due[n]):
                    yield self._look(Signal.LAST_HOURS, each.at, n, due[n] - each.at)
            elif each.kind == Happened.NEGATION_CONFIRMED and before and at_once(before, each.at):
                yield self._look(Signal.AT_ONCE, each.at, n, each.at - before)

    def _cancellations(self) -> Iterator[Look]:
        named = {each.offence for each in self.told if each.kind == Happened.CRIME_CANCELLED}
        standing = (each for each in self.offences if each.n in named and each.state is State.CANCELLED)
        for each in standing:
            recorded, cancelled = each.decided_at, each.checked_at
            if recorded and cancelled and soon_cancelled(recorded, cancelled):
                yield self._look(Signal.SOON_CANCELLED, cancelled, each.n, cancelled - recorded)

    def _report_times(self) -> Iterator[Look]:
        changes = [each for each in self.told if "reported_at" in each.values.get("changes", ())]
        times = [datetime.fromisoformat(each.values["changes"]["reported_at"][0]) for each in changes]
        times.append(self.incident.reported_at)
        if changes and told_later(times):
            yield self._look(Signal.TOLD_LATER, changes[-1].at, None, times[-1] - min(times))

    def _log(self, work: Work) -> Iterator[Look]:
        """What the log shows by itself: what it was called, what it carries, what it is recorded as."""
        force, said, references = work.force, self._tellings(), self._references()
        last = self.told[-1].at if self.told else self.incident.reported_at
        at = self.incident.closed_at or last
        if not self.offences and looks_like_crime(force, said, references):
            yield self._look(Signal.WATCHED, at)
        undecided = any(each.state is not State.CONFIRMED for each in self.offences)
        closed = self.incident.closed_at is not None and undecided
        for signal in signals(force, said, references, closed):
            was = _audited(force, said[:-1]) if signal is Signal.OFF_AUDIT else ""
            yield replace(self._look(signal, at), was=was)

    def _tellings(self) -> list[Telling]:
        """What the log said of itself, oldest first: before each change of the week, and now."""
        its = self.incident
        now = {"category": its.category, "qualifiers": its.qualifiers, "markers": its.markers}
        found = [_telling(now)]
        for each in reversed(self.told):
            changes = each.values.get("changes", {})
            now = now | {name: changes[name][0] for name in now if name in changes}
            found.append(_telling(now))
        found.append(Telling(its.opening_category, found[-1].traits))
        return [*dict.fromkeys(reversed(found[1:])), found[0]]

    def _references(self) -> int:
        """How many records it has: references, and what is recorded without one (N100, transferred)."""
        named = {each.crime_ref.upper() for each in self.offences if each.crime_ref}
        recorded = (each for each in self.offences if each.state in (State.RECORDED, State.SIGNED_OFF))
        without = sum(each.crime_ref is None for each in recorded)
        return len(named | {ref.upper() for ref in self.incident.crime_refs}) + without


def _audited(force: Force, said: Sequence[Telling]) -> str:
    """What a log was called when it was last on the list of which every one is audited."""
    found = (t.category for t in reversed(said) if force.rule(t.category, t.traits, t.traits).audited)
    return next(found, "")


def _telling(said: Mapping[str, Any]) -> Telling:
    return Telling(said["category"], (*said["qualifiers"], *said["markers"]))


def _lives(work: Work, since: datetime, until: datetime) -> Iterator[_Life]:
    """The incidents that were reported, or of which something was done, in a stretch of time."""
    told: dict[str, list[Told]] = defaultdict(list)
    for each in trail_since.since(work.conn, since, DEEDS):
        if each.entered <= until:
            told[each.stream].append(each)
    ids = {*stored.reported_between(work, since, until), *_ids(work, told)}
    found = stored.with_offences_of(work, sorted(ids))
    return (_Life(i, tuple(held), tuple(told.get(i.stream, ()))) for i, held in found)


def _ids(work: Work, streams: Collection[str]) -> Iterator[int]:
    return (incident.id for incident in stored.by_keys(work, [*streams]).values())
