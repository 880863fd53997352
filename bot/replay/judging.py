"""Counting the incidents of a log, day by day."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from heapq import nlargest
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.domain.figures import JUDGED, Fate, Outcome, outcome
from bot.domain.incident import IncidentKey
from bot.replay.findings import LISTED, Axis, Findings, Listed, Told
from bot.replay.lives import Life, Rules, fate, life
from bot.replay.shelf import Roll, Row, Shelf
from bot.replay.taking import Crime, Version, instant
from bot.replay.warnings import entered, is_loud, warning

T = TypeVar("T")


@dataclass(slots=True)
class Desk:
    """What judging needs, and where it lays down what it finds."""

    rules: Rules
    findings: Findings
    until: datetime
    warnings: Shelf
    rolls: dict[str, Roll]
    loose: dict[str, Crime]
    used: set[str]
    zone: ZoneInfo


def judge_day(desk: Desk, day: int, log: Iterable[Row], crimes: Iterable[Row]) -> None:
    """Count the incidents of one day."""
    versions, records = _by_number(Version._make, log), _by_number(Crime._make, crimes)
    desk.findings.elsewhere += sum(
        len(_newest(them)) for number, them in records.items() if number not in versions
    )
    for number, rows in versions.items():
        _judge(desk, day, life(desk.rules, rows, _newest(records.get(number, [])), desk.loose))


def _by_number(make: Callable[[Row], T], rows: Iterable[Row]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(make(row))
    return found


def _newest(records: list[Crime]) -> list[Crime]:
    """What the crime system says of each record now: its last row."""
    return list({record.ref.upper(): record for record in records}.values())


def _judge(desk: Desk, day: int, found: Life) -> None:
    findings, last = desk.findings, found.last
    findings.incidents += 1
    findings.again += found.again
    findings.changed += found.changed
    findings.waiting += found.spare
    findings.unknown_refs += found.unknown
    findings.cancelled += found.cancelled
    findings.categories[last.category] += 1
    findings.units[last.unit] += 1
    desk.used.update(found.used)
    became = _count_offence(desk, day, found) if found.told_at else None
    if became is None:
        findings.watched += 1
    for signal in found.signals:
        findings.look_counts[signal] += 1
        desk.rolls[signal].add(_row(day, found, became, None))


def _count_offence(desk: Desk, day: int, found: Life) -> Outcome:
    its = fate(desk.rules, found)
    became = outcome(its, desk.until)
    findings = desk.findings
    findings.opened_by_crime += found.by_crime
    findings.outcomes[became] += 1
    local = its.told_at.astimezone(desk.zone)
    for axis, value in (
        (Axis.UNIT, found.last.unit),
        (Axis.CATEGORY, found.last.category),
        (Axis.HOUR, str(local.hour)),
        (Axis.WEEKDAY, str(local.weekday())),
        (Axis.ROUTE, found.last.route),
    ):
        findings.by.setdefault(axis, {}).setdefault(value, Counter())[became] += 1
    if became in (Outcome.MET, Outcome.LATE) and its.recorded_at:
        findings.waits.append((its.recorded_at - its.told_at).total_seconds())
    _warn(desk, day, found, its, became)
    if became in JUDGED[1:]:
        seconds = (its.recorded_at - its.told_at).total_seconds() if its.recorded_at else None
        desk.rolls["late"].add(_row(day, found, became, seconds))
    return became


def _warn(desk: Desk, day: int, found: Life, its: Fate, became: Outcome) -> None:
    """Note every stage that would have been told, and what the first alert would have been worth."""
    findings = desk.findings
    if became in (Outcome.UNTIMED, Outcome.BEFORE):
        return
    first: datetime | None = None
    for at, crossing in entered(desk.rules.force, found, its, desk.until):
        told = findings.told.setdefault(crossing.stage.code, Told())
        told.leads.append((its.due_at - at).total_seconds())
        if is_loud(crossing):
            first = first or at
            findings.after_closing += found.last.closed is not None and at.timestamp() >= found.last.closed
            desk.warnings.add(
                at.date().toordinal(), tuple(warning(desk.rules, found, day, at, crossing, its.due_at))
            )
    _catch(findings, found, its, became, first)


def _catch(findings: Findings, found: Life, its: Fate, became: Outcome, first: datetime | None) -> None:
    caught = findings.caught
    if became is Outcome.MET:
        caught.spared += first is not None
    elif became in JUDGED:
        caught.missed += 1
        caught.listed += found.known_at is not None and found.known_at < its.due_at
        if first is not None and first < its.due_at:
            caught.alerted += 1
            caught.leads.append((its.due_at - first).total_seconds())


def _row(day: int, found: Life, became: Outcome | None, seconds: float | None) -> Row:
    told = found.told_at.timestamp() if found.told_at else found.last.reported
    last = found.last
    rest = (last.unit, last.category, found.rule.restricted, told, str(became or ""), seconds, last.opening)
    return (day, last.number, *rest)


class Lists:
    """A roll read as what the page and its CSVs list."""

    def __init__(self, force: str, roll: Roll) -> None:
        self._force, self._roll = force, roll

    def __len__(self) -> int:
        return len(self._roll)

    def __iter__(self) -> Iterator[Listed]:
        for day, number, unit, category, restricted, told, became, seconds, opening in self._roll:
            key = IncidentKey(self._force, date.fromordinal(day), number)
            end = Outcome(became) if became else None
            yield Listed(key, unit, category, restricted, instant(told), end, seconds, opening)


def worst(listed: Iterable[Listed]) -> list[Listed]:
    """The latest first; what was never recorded before them all, the oldest first."""
    return nlargest(
        LISTED, listed, key=lambda each: (each.seconds is None, each.seconds or -each.told_at.timestamp())
    )
