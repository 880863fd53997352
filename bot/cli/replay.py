"""`cofnod replay`: what last month was like, and what the bot would have told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli import screen
from bot.cli.common import USAGE, settings

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.domain.force import Force
    from bot.domain.people import Roster
    from bot.replay.findings import Findings
    from bot.replay.run import Past

EXAMPLES = (
    "cofnod replay log.csv",
    "cofnod replay log.csv --source storm.toml --crimes niche.csv --crimes-source niche.toml --out october",
)


class Language(StrEnum):
    """The languages of the page."""

    EN = "en"
    CY = "cy"


@dataclass(frozen=True, slots=True)
class Read:
    """A file with its mapping, and what was taken for granted where nobody wrote one."""

    past: Past
    assumed: tuple[str, ...] = ()


A_FILE: Any = {"exists": True, "dir_okay": False}
Log = Annotated[Path, typer.Argument(**A_FILE, help="An exported log of the past.")]
Source = Annotated[Path | None, typer.Option(**A_FILE, help="Its mapping; without one it is guessed.")]
Crimes = Annotated[Path | None, typer.Option(**A_FILE, help="The crime system's records.")]
CrimesSource = Annotated[Path | None, typer.Option(**A_FILE, help="Their mapping; else it is guessed.")]
Out = Annotated[Path | None, typer.Option(file_okay=False, help="The folder for page and tables.")]
Speed = Annotated[bool, typer.Option("--speed-check", help="How quick it was, beside the csv module.")]


def command(
    file: Log,
    source: Source = None,
    crimes: Crimes = None,
    crimes_source: CrimesSource = None,
    out: Out = None,
    language: Annotated[Language, typer.Option(help="The language of the page.")] = Language.EN,
    speed_check: Speed = False,
) -> None:
    """Replay an exported log. Writes one page and its tables; stores nothing, needs no Slack."""
    if crimes_source and not crimes:
        screen.complain("--crimes-source describes what --crimes names: give both, or neither.")
        raise typer.Exit(USAGE)
    ready = settings()
    from bot.clock import machine
    from bot.force import load_force

    force, began = load_force(ready.force), machine()
    log = _read(file, source, force, crimes=False)
    records = _read(crimes, crimes_source, force, crimes=True) if crimes else None
    folder = out or Path(f"replay-{file.stem}")
    rows = _replay(log, records, force, _roster(ready, force), folder, language.value)
    if speed_check:
        _tell_speed(file, log.past, rows, (machine() - began).total_seconds())


def _read(file: Path, source: Path | None, force: Force, crimes: bool) -> Read:
    """A file with the mapping that was given, or the one that its own sample suggests."""
    from bot.replay.run import Past
    from bot.sources.mapping_file import load_crimes, load_incidents

    if source:
        load = load_crimes if crimes else load_incidents
        return Read(Past(file, load(source, force.zone)))
    from bot.cli.source_new import look
    from bot.sources.guessing import Incomplete
    from bot.sources.guessing.wording import sentence

    found = look(file, force, crimes)
    try:
        mapping = found.mapping()
    except Incomplete as problem:
        option = "--crimes" if crimes else ""
        screen.complain(
            f"{file.name}: no column was found for {', '.join(problem.missing)}. Nothing was read. "
            f"Run cofnod source new {file} {option}".rstrip()
            + ", finish the mapping, and name it."
        )
        raise typer.Exit(USAGE) from None
    return Read(
        Past(file, mapping), tuple(f"{file.name}: {sentence(note)}" for note in found.notes if note.key)
    )


def _roster(ready: Settings, force: Force) -> Roster | None:
    """The roster of this environment, if it names one."""
    from bot.domain.people import Roster
    from bot.roster import load_roster

    return Roster(load_roster(ready.roster, force)) if ready.roster else None


def _replay(
    log: Read, records: Read | None, force: Force, roster: Roster | None, folder: Path, language: str
) -> int:
    """Replay, write, and say the first figure; gives how many rows were seen."""
    from bot.clock import machine
    from bot.replay.run import replay

    at, past = machine(), records.past if records else None
    with (
        screen.working(f"Reading {log.past.path.name}, rows") as tell,
        replay(log.past, past, force, roster, at, tell) as findings,
    ):
        assumed = [*log.assumed, *(records.assumed if records else ())]
        page = _write(findings, force, roster, folder, language, assumed)
    _show(findings, page)
    return findings.log.tally.seen + (findings.crimes.tally.seen if findings.crimes else 0)


def _write(
    findings: Findings, force: Force, roster: Roster | None, folder: Path, language: str, assumed: list[str]
) -> Path:
    """The page and its tables, in a folder that is made where it is not there."""
    from bot.clock import machine
    from bot.reports.page import page
    from bot.reports.sheets import write_sheets

    target = folder / "replay.html"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target.write_text(page(findings, force, language, roster, assumed, machine()), encoding="utf-8")
        write_sheets(findings, force, folder)
    except OSError:
        screen.complain(f"{folder} cannot be written; name another folder with --out.")
        raise typer.Exit(USAGE) from None
    return target


def _show(findings: Findings, page: Path) -> None:
    """The account of the rows, the figure that comes first, and where the rest is."""
    from bot.domain.figures import timeliness

    for export in (findings.log, findings.crimes):
        if export:
            rows = export.tally
            screen.say(
                f"{export.file}: {rows.seen:,} rows: {rows.good:,} in, {rows.filtered:,} filtered out, "
                f"{rows.bad:,} not readable."
            )
    found = timeliness(findings.outcomes)
    clock = sum(findings.outcomes.values())
    screen.say(
        f"{findings.incidents:,} incidents, {clock:,} of them on the clock; {found.judged:,} can be judged."
    )
    if found.judged:
        screen.say(f"{found.met:,} of {found.judged:,} were recorded within 24 hours.")
    screen.say(f"The page: {page}")


def _tell_speed(file: Path, log: Past, rows: int, seconds: float) -> None:
    """How many rows a second, beside reading the log with Python's csv module and nothing else."""
    from bot.replay.speed import bare_rows_a_second

    bare = bare_rows_a_second(file, log.mapping.format)
    if bare is None:
        screen.say(f"{rows / seconds:,.0f} rows a second.")
        return
    screen.say(
        f"{rows / seconds:,.0f} rows a second, {rows / seconds / bare:.2f} of the csv module's {bare:,.0f}."
    )
