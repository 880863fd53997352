"""The life of one incident, from what its rows and its crime records say, by the rules of the live bot."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter

from bot.domain.clock import due_at
from bot.domain.comparing import retold
from bot.domain.figures import Fate
from bot.domain.force import Rule
from bot.domain.matching import settled
from bot.domain.second_look import Signal, Telling, signals
from bot.replay.rules import Rules
from bot.replay.taking import Crime, Version, instant

_IN_TURN = attrgetter("cancelled", "created", "ref")


@dataclass(slots=True)
class Life:
    """What became of an incident. Instants are UTC.

    `told_at` is None for one that was only watched; `known_at` is when the bot could first see its clock;
    `spare` are crime records that no offence surely is, `unknown` references that no crime record here has.
    """

    last: Version
    rule: Rule
    first: float  # the earliest report time that the log ever gave, in seconds
    told_at: datetime | None = None
    known_at: datetime | None = None
    recorded_at: datetime | None = None
    running: bool = True  # no crime record settled it
    undone: bool = False  # the only one that did was cancelled
    by_crime: bool = False  # a crime record put it on the clock
    spare: int = 0
    unknown: int = 0
    cancelled: int = 0
    again: int = 0
    changed: int = 0
    signals: tuple[Signal, ...] = ()
    used: list[str] = field(default_factory=list)  # references of crime records that name no incident


def life(rules: Rules, versions: Sequence[Version], crimes: Sequence[Crime], loose: dict[str, Crime]) -> Life:
    """The life of an incident: its rows in the order of the export, its crime records in order of time."""
    last = versions[-1]
    first = min(row.reported for row in versions)
    found = Life(last, rules.rule(last.category, last.qualifiers, last.markers), first)
    _tell(rules, found, versions)
    if loose and last.refs:
        crimes = [*crimes, *_named(found, loose)]
    _record(rules, found, crimes)
    have = {crime.ref.upper() for crime in crimes}
    missing = {ref.upper() for ref in last.refs} - have
    found.unknown = len(missing)
    found.signals = _signals(rules, versions, len(have) + len(missing))
    return found


def _tell(rules: Rules, found: Life, versions: Sequence[Version]) -> None:
    """Start the clock as intake does: with the first row that asks for one; corrections never buy time."""
    before: Version | None = None
    first = versions[0].reported
    for row in versions:
        first = min(first, row.reported)
        if before is not None:
            found.again += row == before
            found.changed += row != before
        if found.told_at is not None and before is not None:
            found.told_at = retold(found.told_at, instant(before.reported), instant(row.reported))
        elif rules.rule(row.category, row.qualifiers, row.markers).starts_clock:
            found.told_at = instant(first)
            found.known_at = _known(rules, row, first=before is None)
        before = row


def _known(rules: Rules, row: Version, first: bool) -> datetime:
    """When the bot could see that the clock runs: with the log, or when its closing category said so."""
    seen = max(row.reported, row.logged or row.reported)
    if first and rules.rule(row.opening, row.qualifiers, row.markers).starts_clock:
        return instant(seen)
    return instant(max(seen, row.closed or seen))


def _named(found: Life, loose: dict[str, Crime]) -> Iterable[Crime]:
    """Crime records that name no incident, but whose reference the log holds."""
    found.used = [ref.upper() for ref in found.last.refs if ref.upper() in loose]
    return [loose[ref] for ref in found.used]


def _record(rules: Rules, found: Life, crimes: Sequence[Crime]) -> None:
    """Let each crime record settle what it surely is, the first first; a cancelled one if no other does."""
    last = found.last
    for crime in sorted(crimes, key=_IN_TURN) if len(crimes) > 1 else crimes:
        found.cancelled += crime.cancelled
        if found.told_at is None:  # watched until a crime of it was recorded
            found.told_at, found.by_crime = instant(found.first), True
            found.known_at = max(found.told_at, instant(crime.created))
        kinds = {1: rules.kinds(last.category, last.qualifiers, last.markers)} if found.running else {}
        if settled(crime.offence_class, kinds) is not None:
            found.recorded_at = instant(crime.created) if crime.timed else None
            found.undone, found.running = crime.cancelled, False
        elif not crime.cancelled:
            found.spare += 1
    if found.told_at is None and last.refs:
        found.told_at, found.by_crime = instant(found.first), True


def _signals(rules: Rules, versions: Sequence[Version], references: int) -> tuple[Signal, ...]:
    """Whether the log is worth a second look, from all that it said of itself over time."""
    first, last = versions[0], versions[-1]
    if len(versions) == 1:
        codes = last.opening, last.category, last.qualifiers, last.markers
        return rules.look(*codes, references, last.over)
    said = [Telling(first.opening, (*first.qualifiers, *first.markers))]
    said += [Telling(row.category, (*row.qualifiers, *row.markers)) for row in versions]
    return signals(rules.force, [*dict.fromkeys(said[:-1]), said[-1]], references, last.over)


def fate(rules: Rules, found: Life) -> Fate:
    """What is known of the offence of an incident on the clock."""
    assert found.told_at is not None, "only what is on the clock has a fate"
    return Fate(
        found.told_at,
        due_at(found.told_at, rules.force.stages),
        found.recorded_at,
        bool(found.last.refs) or not found.running,
        found.last.over,
        negated=found.last.code in rules.negations,
        unmatched=found.spare > 0 and found.running,
        cancelled=found.undone,
    )
