"""A replay from its files to its findings: read, judge day by day, and put what was loud into messages."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot.domain.force import Force
from bot.domain.people import Person, Roster, Tour
from bot.domain.second_look import Signal
from bot.replay.findings import LISTED, Findings
from bot.replay.judging import Desk, Lists, judge_day, worst
from bot.replay.lives import Rules
from bot.replay.shelf import Roll, Shelf
from bot.replay.taking import Crime, Progress, Taken, instant, take_crimes, take_log
from bot.replay.warnings import Record, Speaker, Warning
from bot.sources.mapping import AnyMapping


@dataclass(frozen=True, slots=True)
class Past:
    """An exported file and the mapping that describes it."""

    path: Path
    mapping: AnyMapping


ALWAYS = (Tour(frozenset(range(7)), time(0), time(0)),)


def anybody(force: Force) -> Roster:
    """Who would be told where no roster is given: a FIM, an inspector and a sergeant a unit, always there."""
    people = [Person("fim", "", "", "inspector", "", frozenset({"fim"}), tours=ALWAYS)]
    for unit in force.units:
        for rank in ("inspector", "sergeant"):
            people.append(Person(f"{rank}:{unit}", "", "", rank, unit, tours=ALWAYS))
    return Roster(tuple(people))


@contextmanager
def replay(
    log: Past, crimes: Past | None, force: Force, roster: Roster | None, at: datetime, progress: Progress
) -> Iterator[Findings]:
    """What the past was like, and what the bot would have told; its long lists last as long as the block."""
    with TemporaryDirectory(prefix="cofnod-replay-") as folder:
        yield _Replay(Path(folder), force, roster or anybody(force), at, progress).run(log, crimes)


class _Replay:
    def __init__(self, folder: Path, force: Force, roster: Roster, at: datetime, progress: Progress) -> None:
        self._folder, self._force, self._roster = folder, force, roster
        self._at, self._progress = at, progress
        self._log, self._crimes = Shelf(folder / "log"), Shelf(folder / "crimes")

    def run(self, log: Past, crimes: Past | None) -> Findings:
        export, taken = take_log(log.path, log.mapping, self._at, self._log, self._progress)
        findings = Findings(export)
        loose, last = dict[str, Crime](), None
        if crimes:
            findings.crimes, loose, last = take_crimes(
                crimes.path, crimes.mapping, self._at, self._crimes, self._progress
            )
        self._span(findings, taken, last)
        desk = self._desk(findings, loose)
        for day in sorted({*self._log.days(), *self._crimes.days()}):
            judge_day(desk, day, self._log.of(day), self._crimes.of(day))
        findings.elsewhere += len(loose.keys() - desk.used)
        self._speak(desk)
        self._list(desk)
        return findings

    def _span(self, findings: Findings, taken: Taken, last: float | None) -> None:
        findings.readings = Counter(taken.readings)
        zone = ZoneInfo(self._force.zone)
        if taken.began is None or taken.until is None:
            return
        findings.began, findings.until = instant(taken.began), instant(max(taken.until, last or taken.until))
        span = findings.until.astimezone(zone).date() - findings.began.astimezone(zone).date()
        findings.days = span.days + 1

    def _desk(self, findings: Findings, loose: dict[str, Crime]) -> Desk:
        rolls = {name: Roll(self._folder / name) for name in ("late", *Signal)}
        zone, until = ZoneInfo(self._force.zone), findings.until or self._at
        shelf = Shelf(self._folder / "warnings")
        return Desk(Rules(self._force), findings, until, shelf, rolls, loose, set(), zone)

    def _speak(self, desk: Desk) -> None:
        desk.warnings.settle()
        roll = Roll(self._folder / "spoken")
        speaker = Speaker(self._force, self._roster, desk.findings, roll)
        for day in desk.warnings.days():
            speaker.speak(Warning._make(row) for row in desk.warnings.of(day))
        desk.findings.spoken = Record(self._force, roll)

    def _list(self, desk: Desk) -> None:
        findings = desk.findings
        lists = {name: Lists(self._force.id, roll) for name, roll in desk.rolls.items()}
        findings.lists = dict(lists)
        findings.late = worst(lists["late"])
        findings.looks = {
            signal: list(islice(lists[signal], LISTED)) for signal in Signal if len(lists[signal])
        }
