"""A replay from its files to its findings: read, judge day by day, and put what was loud into messages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot.domain.duty import Tour
from bot.domain.force import Force
from bot.domain.people import Person, Roster
from bot.domain.second_look import OF_LOGS
from bot.replay.adding import add, add_export
from bot.replay.crew import Share, crew
from bot.replay.findings import LISTED, Export, Findings
from bot.replay.judging import Judged, Stretch, judge
from bot.replay.lists import Logs, Record, worst
from bot.replay.shelf import Roll, Shelf, opened
from bot.replay.taking import Taken, Task, instant, take
from bot.replay.warnings import Speaker
from bot.sources.mapping import AnyMapping
from bot.sources.part import WHOLE
from bot.sources.parts import parts

EVER = instant(0)
PART = 8 * 1024 * 1024  # bytes of a file that one process reads at a time
STRETCHES = 8  # of days, judged some at a time by each process
Progress = Callable[[int], None]


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
    log: Past,
    crimes: Past | None,
    force: Force,
    roster: Roster | None,
    at: datetime,
    progress: Progress,
    part: int = PART,
) -> Iterator[Findings]:
    """What the past was like, and what the bot would have told; its long lists last as long as the block.

    A file is read in parts of so many bytes, by several processes where there are several parts.
    """
    count = log.path.stat().st_size // part
    with (
        TemporaryDirectory(prefix="cofnod-replay-", ignore_cleanup_errors=True) as folder,
        crew(count) as share,
    ):
        work = Work(Path(folder), force, roster or anybody(force), at, share, progress, part)
        yield _Replay(work).run(log, crimes)


@dataclass(frozen=True, slots=True)
class Work:
    """What a replay works with: its own folder, the rules, who is told, the present, who shares the work."""

    folder: Path
    force: Force
    roster: Roster
    at: datetime
    share: Share
    progress: Progress
    part: int


class _Replay:
    """One replay."""

    def __init__(self, work: Work) -> None:
        self._folder, self._force, self._roster = work.folder, work.force, work.roster
        self._at, self._share, self._progress = work.at, work.share, work.progress
        self._part = work.part

    def run(self, log: Past, crimes: Past | None) -> Findings:
        """Read both files, then judge, then speak."""
        tasks = self._tasks(log, "log")
        read = self._taken([*tasks, *(self._tasks(crimes, "crimes") if crimes else [])])
        read, records = read[: len(tasks)], read[len(tasks) :]
        findings = Findings(_account(read), _account(records) if records else None)
        self._span(findings, read, records)
        judged = self._judged(findings, read, records)
        self._speak(findings, [each.trays.warnings for each in judged])
        self._list(findings, judged)
        return findings

    def _tasks(self, past: Past, name: str) -> list[Task]:
        """A file cut into parts where it is large, each with a shelf of its own."""
        path, layout = past.path, past.mapping.format
        count = 1 + path.stat().st_size // self._part
        cut = parts(path, layout, count) if count > 1 else [WHOLE]
        shelves = (self._folder / name / str(n) for n in range(len(cut)))
        return [Task(path, past.mapping, self._at, *each) for each in zip(shelves, cut, strict=True)]

    def _taken(self, tasks: list[Task]) -> list[Taken]:
        """What was read, part by part."""
        found = list[Taken]()
        for taken in self._share(take, tasks):
            found.append(taken)
            self._progress(sum(each.export.tally.seen for each in found))
        return found

    def _span(self, findings: Findings, read: list[Taken], records: list[Taken]) -> None:
        """From when to when both files tell of what happened: what lies outside is not judged by them."""
        for taken in read:
            findings.readings.update(taken.readings)
        log, crimes = findings.log, findings.crimes
        ended = [taken.ended for taken in read if taken.ended is not None]
        if log.first is None or log.last is None or not ended:
            return
        findings.began, findings.ended, findings.until = log.first, instant(max(ended)), log.last
        if crimes and crimes.first and crimes.last:
            findings.since, findings.until = crimes.first, min(log.last, crimes.last)
        zone = ZoneInfo(self._force.zone)
        first, last = (at.astimezone(zone).date() for at in (findings.began, findings.until))
        findings.days = max(1, (last - first).days + 1)

    def _judged(self, findings: Findings, read: list[Taken], records: list[Taken]) -> list[Judged]:
        """Judge the days, some at a time, in their order."""
        log, crimes = tuple(t.shelf for t in read), tuple(t.shelf for t in records)
        loose = {ref: crime for taken in records for ref, crime in taken.loose.items()}
        days = sorted({day for shelf in (*log, *crimes) for day in shelf.days()})
        span = findings.since or EVER, findings.until or self._at
        shared = log, crimes, self._force, self._roster, *span, loose
        stretches = [
            Stretch(tuple(some), *shared, self._folder / f"judged-{some[0]}")
            for some in _cut(days, STRETCHES)
        ]
        judged = list(self._share(judge, stretches))
        for each in judged:
            add(findings, each.findings)
        findings.elsewhere += len(loose.keys() - set[str]().union(*(each.used for each in judged)))
        return judged

    def _speak(self, findings: Findings, warnings: list[Shelf]) -> None:
        roll = Roll(self._folder / "spoken")
        speaker = Speaker(self._force, findings, roll)
        with opened(warnings) as of:
            for day in sorted({day for shelf in warnings for day in shelf.days()}):
                speaker.speak(of(day))
        findings.spoken = Record(self._force.id, roll)

    def _list(self, findings: Findings, judged: list[Judged]) -> None:
        names = ("late", *OF_LOGS)
        lists = {name: Logs(self._force.id, [j.trays.lists[name] for j in judged]) for name in names}
        findings.lists = dict(lists)
        findings.late = worst(lists["late"])
        found = [signal for signal in OF_LOGS if len(lists[signal])]
        findings.looks = {signal: list(islice(lists[signal], LISTED)) for signal in found}


def _account(read: list[Taken]) -> Export:
    """The account of a file, from those of its parts."""
    whole = Export(read[0].export.file, read[0].export.source)
    for taken in read:
        add_export(whole, taken.export)
    first = [taken.began for taken in read if taken.began is not None]
    last = [taken.until for taken in read if taken.until is not None]
    if first and last:
        whole.first, whole.last = instant(min(first)), instant(max(last))
    return whole


def _cut(days: list[int], parts: int) -> Iterator[list[int]]:
    """Days that follow each other, in at most so many parts."""
    size = max(1, -(-len(days) // parts))
    return (days[n : n + size] for n in range(0, len(days), size))
