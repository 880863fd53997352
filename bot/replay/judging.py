"""Counting the incidents of a log, day by day."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import itemgetter
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.clock import STAGES
from bot.domain.figures import JUDGED, Fate, Outcome, outcome
from bot.domain.force import Force
from bot.domain.people import Roster
from bot.domain.second_look import OF_LOGS, Signal
from bot.replay.audience import Audience
from bot.replay.climbing import directly
from bot.replay.findings import Axis, Export, Findings, Told
from bot.replay.hours import local_hour
from bot.replay.lives import Life, fate, life
from bot.replay.rules import Rules
from bot.replay.shelf import Roll, Row, Shelf, opened
from bot.replay.taking import Crime, Version, instant
from bot.replay.warnings import ALOUD, ending, entered, warning

UNTOLD = (Outcome.UNTIMED, Outcome.BEFORE)  # nothing says when they were recorded, nor what was told by then
PLACES, HOURS = (Axis.UNIT, Axis.CATEGORY, Axis.ROUTE), (Axis.HOUR, Axis.WEEKDAY)
NAMED = itemgetter(4, 6)  # the category and the unit of a Version


@dataclass(slots=True)
class Trays:
    """Where a judge lays down what does not stay in memory: alerts by their day, and the long lists."""

    warnings: Shelf
    lists: dict[str, Roll]

    @classmethod
    def of(cls, folder: Path) -> "Trays":
        """Empty trays in a folder."""
        return cls(Shelf(folder / "warnings"), {name: Roll(folder / name) for name in ("late", *OF_LOGS)})


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of a log to be judged by what is known from `since` until `until`; `loose` as in Taken."""

    days: tuple[int, ...]
    log: tuple[Shelf, ...]
    crimes: tuple[Shelf, ...]
    force: Force
    roster: Roster
    since: datetime
    until: datetime
    loose: dict[str, Crime]
    folder: Path


@dataclass(slots=True)
class Judged:
    """What was counted of a stretch, and which of the loose records were found in a log of it."""

    trays: Trays
    findings: Findings = field(default_factory=lambda: Findings(Export("", "")))
    used: set[str] = field(default_factory=set)


def judge(stretch: Stretch) -> Judged:
    """Count the incidents of a stretch of days."""
    judging = _Judging(stretch)
    with opened(stretch.log) as log, opened(stretch.crimes) as crimes:
        for day in stretch.days:
            judging.day(day, log(day), crimes(day))
    return judging.done()


class _Judging:
    """A stretch being judged."""

    def __init__(self, stretch: Stretch) -> None:
        self._rules, self._until, self._loose = Rules(stretch.force), stretch.until, stretch.loose
        self._audience = Audience(stretch.force, stretch.roster)
        self._zone = ZoneInfo(stretch.force.zone)
        self._early = (stretch.force.stages.clock - self._rules.widest).total_seconds()
        self._since = stretch.since
        self._sure = stretch.since.timestamp(), (stretch.until - stretch.force.stages.clock).timestamp()
        self._so_far = Judged(Trays.of(stretch.folder))
        self._findings, self._trays = self._so_far.findings, self._so_far.trays
        self._incidents: Counter[tuple[str, str]] = Counter()
        self._places: Counter[tuple[str, str, str, Outcome]] = Counter()
        self._hours: Counter[tuple[int, int, Outcome]] = Counter()
        self._told = {stage: Told() for stage in STAGES}

    def day(self, day: int, log: list[Row], crimes: list[Row]) -> None:
        """Count the incidents of one day."""
        rows, records = _by_number(log), _by_number(crimes)
        self._incidents.update([NAMED(versions[-1]) for versions in rows.values()])
        for number, versions in rows.items():
            of_it, first = records.pop(number, ()), versions[0]
            if len(versions) > 1 or not (
                self._recorded(day, first, of_it) if of_it or first[10] else self._watched(day, first)
            ):
                self._judge(day, versions, of_it)
        self._findings.elsewhere += sum(len(_newest(them)) for them in records.values())

    def _watched(self, day: int, row: Row) -> bool:
        """Count a log without references that was only watched, of which there are most; says if it is."""
        found = self._rules.quiet(row[5], row[4], row[8], row[9], row[11])
        if found is None:
            return False
        self._findings.watched += 1
        for signal in found:
            self._look(signal, listed(day, Version._make(row)))
        return True

    def _recorded(self, day: int, row: Row, records: Sequence[Row]) -> bool:
        """Count what was recorded before anybody would have been told, of which most are; says whether it is.

        It is judged like any other, without the stages that it never entered.
        """
        if len(records) != 1 or row[10] != (records[0][1],) or not self._sure[0] <= row[1] <= self._sure[1]:
            return False
        _, _, created, offence_class, cancelled, timed = records[0]
        wait = created - row[1]
        if cancelled or not timed or not 0 <= wait < self._early:
            return False
        if not self._rules.settles(offence_class, row[4], row[8], row[9]):
            return False
        self._tally(row[6], row[4], row[7], row[1], Outcome.MET)
        self._findings.waits.append(wait)
        self._findings.references += 1
        for signal in self._rules.look(row[5], row[4], row[8], row[9], 1, row[11]):
            restricted = self._rules.rule(row[4], row[8], row[9]).restricted
            self._look(signal, listed(day, Version._make(row), restricted, None, Outcome.MET))
        return True

    def _tally(self, unit: str, category: str, route: str, told: float, became: Outcome) -> None:
        self._places[unit, category, route, became] += 1
        self._hours[*local_hour(told, self._zone), became] += 1

    def _judge(self, day: int, rows: list[Row], records: Sequence[Row]) -> None:
        """Count any log, whatever became of it."""
        found = life(self._rules, [Version._make(row) for row in rows], _newest(records), self._loose)
        _add(self._findings, found)
        self._so_far.used.update(found.used)
        became = self._count(day, found) if found.told_at else None
        self._findings.watched += became is None
        for signal in found.signals:
            self._look(signal, listed(day, found.last, found.rule.restricted, found.told_at, became))

    def _look(self, signal: Signal, row: Row) -> None:
        self._findings.look_counts[signal] += 1
        self._trays.lists[signal].add(row)

    def _count(self, day: int, found: Life) -> Outcome:
        """Count an offence, and what would have been told of it."""
        its, last = fate(self._rules, found), found.last
        became = outcome(its, self._until, self._since)
        self._findings.opened_by_crime += found.by_crime
        self._tally(last.unit, last.category, last.route, its.told_at.timestamp(), became)
        wait = (its.recorded_at - its.told_at).total_seconds() if its.recorded_at else None
        if wait is not None and became in (Outcome.MET, Outcome.LATE):
            self._findings.waits.append(wait)
        if became not in UNTOLD and (became is not Outcome.OUTSIDE or its.recorded_at):
            _catch(self._findings, found, its, became, self._warn(day, found, its))
        if became in JUDGED[1:]:
            row = listed(day, last, found.rule.restricted, its.told_at, became, wait)
            self._trays.lists["late"].add(row)
        return became

    def _warn(self, day: int, found: Life, its: Fate) -> datetime | None:
        """Note all that would have been told; gives when the first of it would have been.

        A log that is never recorded counts once where anything would have come after it was closed.
        """
        due, heard = its.due_at.timestamp(), list[float]()
        told = list(entered(self._rules, found, its, self._until))
        ends = ending(found, its, self._until)
        for row in directly(self._rules, self._audience, found.last, day, its, told, ends) if told else ():
            heard.append(row[0])
            self._trays.warnings.add(instant(row[0]).toordinal(), row)
        for at, crossing in told:
            self._told[crossing.stage].leads.append((its.due_at - at).total_seconds())
            if crossing.stage in ALOUD:
                heard.append(at.timestamp())
                loud = warning(self._rules, self._audience, found.last, day, heard[-1], crossing, due)
                self._trays.warnings.add(at.toordinal(), loud)
        self._findings.after_closing += _in_vain(found, its, max(heard, default=None))
        return instant(min(heard)) if heard else None

    def done(self) -> Judged:
        """Bring what was counted by combination into the findings, and write what is held."""
        findings = self._findings
        for (category, unit), n in self._incidents.items():
            findings.incidents += n
            findings.categories[category] += n
            findings.units[unit] += n
        for (*places, became), n in self._places.items():
            findings.outcomes[became] += n
            _spread(findings, PLACES, places, became, n)
        for (*hours, became), n in self._hours.items():
            _spread(findings, HOURS, hours, became, n)
        findings.told = {stage.code: told for stage, told in self._told.items() if told.count}
        self._trays.warnings.settle()
        for roll in self._trays.lists.values():
            roll.settle()
        return self._so_far


def _in_vain(found: Life, its: Fate, last: float | None) -> bool:
    """Whether the last that was told was about a log that was closed by then and never recorded."""
    if last is None or its.recorded_at is not None or its.unmatched or its.negated:
        return False
    return found.last.closed is not None and found.last.closed <= last


def _spread(
    findings: Findings, axes: Iterable[Axis], values: Iterable[object], became: Outcome, n: int
) -> None:
    for axis, value in zip(axes, values, strict=True):
        findings.by.setdefault(axis, {}).setdefault(str(value), Counter())[became] += n


def _by_number(rows: list[Row]) -> dict[str, list[Row]]:
    """Rows by their incident's number, of which most have one."""
    found = {row[0]: [row] for row in rows}
    if len(found) < len(rows):
        for same in found.values():
            same.clear()
        for row in rows:
            found[row[0]].append(row)
    return found


def _newest(records: Iterable[Row]) -> list[Crime]:
    """What the crime system says of each record now: its last row."""
    return list({row[1].upper(): Crime._make(row) for row in records}.values())


def _add(findings: Findings, found: Life) -> None:
    findings.again += found.again
    findings.changed += found.changed
    findings.waiting += found.spare
    findings.references += len({ref.upper() for ref in found.last.refs})
    findings.unknown_refs += found.unknown
    findings.cancelled += found.cancelled


def _catch(findings: Findings, found: Life, its: Fate, became: Outcome, first: datetime | None) -> None:
    """What the first that somebody was told would have been worth."""
    caught = findings.caught
    if became is Outcome.MET:
        caught.spared += first is not None
    elif became in JUDGED:
        caught.missed += 1
        caught.listed += found.known_at is not None and found.known_at < its.due_at
        if first is not None and first < its.due_at:
            caught.alerted += 1
            caught.leads.append((its.due_at - first) / timedelta(seconds=1))


def listed(
    day: int,
    last: Version,
    restricted: bool = False,
    told_at: datetime | None = None,
    became: Outcome | None = None,
    seconds: float | None = None,
) -> Row:
    """A log as a list on disk holds it; `lists.py` reads it back."""
    told = told_at.timestamp() if told_at else last.reported
    return (
        day, last.number, last.unit, last.category, restricted, told, str(became or ""), seconds, last.opening
    )  # fmt: skip
