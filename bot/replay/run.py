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
from bot.replay.judging import Judge, Trays
from bot.replay.lists import Logs, Record, worst
from bot.replay.lives import Rules
from bot.replay.shelf import Roll, Shelf
from bot.replay.taking import Crime, Progress, instant, take_crimes, take_log
from bot.replay.warnings import Speaker, Warning
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
    """One replay, in a folder of its own."""

    def __init__(self, folder: Path, force: Force, roster: Roster, at: datetime, progress: Progress) -> None:
        self._folder, self._force, self._roster = folder, force, roster
        self._at, self._progress = at, progress
        self._log, self._crimes = Shelf(folder / "log"), Shelf(folder / "crimes")

    def run(self, log: Past, crimes: Past | None) -> Findings:
        """Read both files, then judge, then speak."""
        export, taken = take_log(log.path, log.mapping, self._at, self._log, self._progress)
        findings, loose = Findings(export, readings=Counter(taken.readings)), dict[str, Crime]()
        until = taken.until
        if crimes:
            read = take_crimes(crimes.path, crimes.mapping, self._at, self._crimes, self._progress)
            findings.crimes, loose = read.export, read.loose
            until = max(until or 0.0, read.last or 0.0) or None
        self._span(findings, taken.began, until)
        judge = self._judged(findings, loose)
        self._speak(findings, judge.trays.warnings)
        self._list(findings, judge.trays.lists)
        return findings

    def _span(self, findings: Findings, began: float | None, until: float | None) -> None:
        if began is not None and until is not None:
            findings.began, findings.until = instant(began), instant(until)
            zone = ZoneInfo(self._force.zone)
            first, last = (at.astimezone(zone).date() for at in (findings.began, findings.until))
            findings.days = (last - first).days + 1

    def _judged(self, findings: Findings, loose: dict[str, Crime]) -> Judge:
        lists = {name: Roll(self._folder / name) for name in ("late", *Signal)}
        trays = Trays(Shelf(self._folder / "warnings"), lists)
        zone, until = ZoneInfo(self._force.zone), findings.until or self._at
        judge = Judge(Rules(self._force), zone, until, trays, loose, findings)
        for day in sorted({*self._log.days(), *self._crimes.days()}):
            judge.day(day, self._log.of(day), self._crimes.of(day))
        judge.done()
        findings.elsewhere += len(loose.keys() - judge.used)
        return judge

    def _speak(self, findings: Findings, warnings: Shelf) -> None:
        roll = Roll(self._folder / "spoken")
        speaker = Speaker(self._force, self._roster, findings, roll)
        for day in warnings.days():
            speaker.speak(Warning._make(row) for row in warnings.of(day))
        findings.spoken = Record(self._force.id, roll)

    def _list(self, findings: Findings, rolls: dict[str, Roll]) -> None:
        lists = {name: Logs(self._force.id, [roll]) for name, roll in rolls.items()}
        findings.lists = dict(lists)
        findings.late = worst(lists["late"])
        found = [signal for signal in Signal if len(lists[signal])]
        findings.looks = {signal: list(islice(lists[signal], LISTED)) for signal in found}
