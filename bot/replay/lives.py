"""The life of one incident, from what its rows and its crime records say, by the rules of the live bot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from bot.domain.clock import due_at
from bot.domain.comparing import retold
from bot.domain.figures import Fate
from bot.domain.force import Force, Rule
from bot.domain.matching import kinds, settled
from bot.domain.second_look import Signal, Telling, signals
from bot.replay.taking import Crime, Version, instant


@dataclass(slots=True)
class Life:
    """What became of an incident. Instants are UTC.

    `told_at` is None for one that was only watched; `known_at` is when the bot could first see its clock;
    `spare` are crime records that no offence surely is, `unknown` references that no crime record here has.
    """

    last: Version
    rule: Rule
    told_at: datetime | None = None
    known_at: datetime | None = None
    recorded_at: datetime | None = None
    by_crime: bool = False  # a crime record put it on the clock
    spare: int = 0
    unknown: int = 0
    cancelled: int = 0
    again: int = 0
    changed: int = 0
    signals: tuple[Signal, ...] = ()
    used: list[str] = field(default_factory=list)  # references of crime records that name no incident


class Rules:
    """The force's rules, each asked once for each combination of codes."""

    def __init__(self, force: Force) -> None:
        self.force = force
        self.rule = lru_cache(None)(self._rule)
        self.kinds = lru_cache(None)(self._kinds)
        self.looks = lru_cache(None)(self._looks)
        self.quiet = lru_cache(None)(self._quiet)

    def _rule(self, category: str, qualifiers: tuple[str, ...], markers: tuple[str, ...]) -> Rule:
        return self.force.rule(category, qualifiers, markers)

    def _kinds(self, category: str, qualifiers: tuple[str, ...], markers: tuple[str, ...]) -> frozenset[str]:
        return kinds(self.force, "", category, (*qualifiers, *markers))

    def _looks(self, tellings: tuple[Telling, ...], references: int, closed: bool) -> tuple[Signal, ...]:
        return signals(self.force, tellings, references, closed)

    def _quiet(
        self,
        category: str,
        opening: str,
        qualifiers: tuple[str, ...],
        markers: tuple[str, ...],
        over: bool,
    ) -> tuple[Signal, ...] | None:
        """The signals of a log without references that was only ever watched; None where a clock starts."""
        if self.rule(category, qualifiers, markers).starts_clock:
            return None
        traits = (*qualifiers, *markers)
        return self.looks(
            tuple(dict.fromkeys((Telling(opening, traits), Telling(category, traits)))), 0, over
        )

    def of(self, row: Version) -> Rule:
        """The rule of a row."""
        return self.rule(row.category, row.qualifiers, row.markers)


def life(rules: Rules, versions: Sequence[Version], crimes: Sequence[Crime], loose: dict[str, Crime]) -> Life:
    """The life of an incident: its rows in the order of the export, its crime records in order of time."""
    found = Life(versions[-1], rules.of(versions[-1]))
    _tell(rules, found, versions)
    _record(rules, found, [*crimes, *_named(found, loose)])
    found.signals = rules.looks(_tellings(versions), _references(found, crimes), found.last.over)
    return found


def _tell(rules: Rules, found: Life, versions: Sequence[Version]) -> None:
    """Start the clock as intake does: with the first row that asks for one; corrections never buy time."""
    before: Version | None = None
    for row in versions:
        if before is not None:
            found.again += row == before
            found.changed += row != before
        if found.told_at is not None and before is not None:
            found.told_at = retold(found.told_at, instant(before.reported), instant(row.reported))
        elif rules.of(row).starts_clock:
            found.told_at = instant(row.reported)
            found.known_at = _known(rules, row, first=before is None)
        before = row


def _known(rules: Rules, row: Version, first: bool) -> datetime:
    """When the bot could see that the clock runs: with the log, or when its closing category said so."""
    opened = rules.rule(row.opening, row.qualifiers, row.markers).starts_clock
    late = row.closed if not (first and opened) else None
    return instant(max(t for t in (row.reported, row.logged, late) if t is not None))


def _named(found: Life, loose: dict[str, Crime]) -> Iterable[Crime]:
    """Crime records that name no incident, but whose reference the log holds."""
    for ref in found.last.refs if loose else ():
        crime = loose.get(ref.upper())
        if crime is not None:
            found.used.append(ref.upper())
            yield crime


def _record(rules: Rules, found: Life, crimes: list[Crime]) -> None:
    """Let each crime record settle what it surely is, the first first."""
    last = found.last
    for crime in sorted(crimes, key=lambda c: (c.created, c.ref)):
        found.cancelled += crime.cancelled
        if found.told_at is None:  # watched until a crime of it was recorded
            found.told_at, found.by_crime = instant(last.reported), True
            found.known_at = max(found.told_at, instant(crime.created))
        running = {} if found.recorded_at else {1: rules.kinds(last.category, last.qualifiers, last.markers)}
        if settled(crime.offence_class, running) is None:
            found.spare += 1
        else:
            found.recorded_at = instant(crime.created)
    if found.told_at is None and last.refs:
        found.told_at, found.by_crime = instant(last.reported), True
    have = {c.ref.upper() for c in crimes}
    found.unknown = sum(ref.upper() not in have for ref in last.refs)


def _tellings(versions: Sequence[Version]) -> tuple[Telling, ...]:
    """What the log said of itself over time: opening category first, then as each row has it."""
    first = versions[0]
    said = [Telling(first.opening, (*first.qualifiers, *first.markers))]
    said += [Telling(row.category, (*row.qualifiers, *row.markers)) for row in versions]
    return (*dict.fromkeys(said[:-1]), said[-1])


def _references(found: Life, crimes: Sequence[Crime]) -> int:
    """How many crime references a log has, from itself and from the crime system."""
    return len({ref.upper() for ref in found.last.refs} | {crime.ref.upper() for crime in crimes})


def fate(rules: Rules, found: Life) -> Fate:
    """What is known of the offence of an incident on the clock."""
    assert found.told_at is not None, "only what is on the clock has a fate"
    return Fate(
        found.told_at,
        due_at(found.told_at, rules.force.stages),
        found.recorded_at,
        referenced=bool(found.last.refs),
        closed=found.last.over,
        unmatched=found.spare > 0 and found.recorded_at is None,
    )
