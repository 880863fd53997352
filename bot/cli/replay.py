"""`cofnod replay`: what last month was like, and what the bot would have told."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from signal import SIGTERM, signal
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli import screen
from bot.cli.common import USAGE, counted, settings
from bot.cli.replay_scene import Scene, asked, example

if TYPE_CHECKING:
    from datetime import datetime

    from bot.domain.force import Force
    from bot.replay.findings import Findings
    from bot.replay.run import Past

EXAMPLES = (
    "cofnod replay --example",
    "cofnod replay log.csv",
    "cofnod replay log.csv --source storm.toml --crimes niche.csv --crimes-source niche.toml --out october",
)


class Language(StrEnum):
    """The languages of the page."""

    EN = "en"
    CY = "cy"


FEW_ROWS = 10_000  # below this the start of the program is most of the time that is measured
STOPPED = 143  # as a shell tells of a process that was asked to end
A_FILE: Any = {"exists": True, "dir_okay": False}
Log = Annotated[Path | None, typer.Argument(**A_FILE, help="An exported log of the past.")]
Source = Annotated[Path | None, typer.Option(**A_FILE, help="Its mapping; without one it is guessed.")]
Crimes = Annotated[Path | None, typer.Option(**A_FILE, help="The crime system's records.")]
CrimesSource = Annotated[Path | None, typer.Option(**A_FILE, help="Their mapping; else it is guessed.")]
Out = Annotated[Path | None, typer.Option(file_okay=False, help="The folder for page and tables.")]
Example = Annotated[bool, typer.Option("--example", help="An invented month instead of a file.")]
Speed = Annotated[bool, typer.Option("--speed-check", help="How quick it was, beside the csv module.")]


def command(
    file: Log = None,
    source: Source = None,
    crimes: Crimes = None,
    crimes_source: CrimesSource = None,
    out: Out = None,
    language: Annotated[Language, typer.Option(help="The language of the page.")] = Language.EN,
    an_example: Example = False,
    speed_check: Speed = False,
) -> None:
    """Replay an exported log. Writes one page and its tables; stores nothing, needs no Slack."""
    if (file is None) != an_example or (crimes_source and not crimes):
        screen.complain(_unclear(file, an_example))
        raise typer.Exit(USAGE)
    ready = settings()
    signal(SIGTERM, lambda *_: sys.exit(STOPPED))  # what was laid aside goes, as with Ctrl-C
    began = perf_counter()
    if file is None:
        scene = example(out or Path("replay-example"))
    else:
        scene = asked(ready, file, source, crimes, crimes_source, out)
    rows = _replay(scene, language.value)
    if speed_check:
        _tell_speed(scene.log.past, rows, perf_counter() - began)


def _unclear(file: Path | None, an_example: bool) -> str:
    """What the command line lacks, or says twice."""
    if file is None and not an_example:
        return "Name a log to replay, or ask for --example."
    if file is not None and an_example:
        return "Name a log to replay, or ask for --example, not both."
    return "--crimes-source describes the file of --crimes; name that too."


def _replay(scene: Scene, language: str) -> int:
    """Replay, write, and say the first figure; gives how many rows were seen."""
    from bot.clock import machine
    from bot.replay.run import replay

    at, crimes = machine(), scene.crimes.past if scene.crimes else None
    with (
        screen.working(f"Reading {scene.log.past.path.name}, rows") as tell,
        replay(scene.log.past, crimes, scene.force, scene.roster, at, tell) as findings,
    ):
        page = _write(scene, findings, language, at)
    _show(findings, scene.force, page)
    return findings.log.tally.seen + (findings.crimes.tally.seen if findings.crimes else 0)


def _write(scene: Scene, findings: Findings, language: str, at: datetime) -> Path:
    """The page and its tables."""
    from bot.reports.page import page
    from bot.reports.sheets import write_sheets

    target, files = scene.folder / "replay.html", (scene.log, scene.crimes)
    assumed = [each.assumed for each in files if each and each.assumed]
    try:
        text = page(findings, scene.force, language, scene.roster, assumed, at)
        target.unlink(missing_ok=True)  # a link there is replaced, not followed
        target.write_text(text, encoding="utf-8")
        write_sheets(findings, scene.force, scene.folder, scene.roster, language)
    except OSError:
        screen.complain(f"{scene.folder} cannot be written; name another folder with --out.")
        raise typer.Exit(USAGE) from None
    return target


def _show(findings: Findings, force: Force, page: Path) -> None:
    """The account of the rows, the figure that comes first, and where the rest is."""
    for export in (findings.log, findings.crimes):
        if export:
            rows = export.tally
            screen.say(
                f"{export.file}: {counted(rows.seen, 'row')}: {rows.good:,} in, "
                f"{rows.filtered:,} filtered out, {rows.bad:,} not readable."
            )
    _show_the_figure(findings, force)
    screen.say(f"The page: {page}")


def _show_the_figure(findings: Findings, force: Force) -> None:
    """How many were in time, where the files can say so."""
    from bot.domain.figures import timeliness
    from bot.reports.base import base, timed

    found, clock = timeliness(findings.outcomes), findings.outcomes.total()
    told = f"{counted(findings.incidents, 'incident')}, {clock:,} on the clock"
    if base(findings, force).apart:
        screen.say(f"{told}. The two files do not seem to join: the page says what to check.")
    elif not timed(findings, force):
        screen.say(f"{told}. Nothing says when crimes were recorded: none can be judged.")
    else:
        screen.say(f"{told}; {found.judged:,} can be judged.")
        if found.judged:
            screen.say(f"{found.met:,} of {found.judged:,} recorded within 24 hours.")


def _tell_speed(log: Past, rows: int, seconds: float) -> None:
    """How many rows a second, beside reading the log with Python's csv module and nothing else."""
    from bot.replay.speed import bare_rows_a_second

    if rows < FEW_ROWS:
        screen.say(f"{counted(rows, 'row')}: too few to say how quick it is; {FEW_ROWS:,} would tell.")
        return
    bare = bare_rows_a_second(log.path, log.mapping.format)
    if bare is None:
        screen.say(f"{rows / seconds:,.0f} rows a second.")
        return
    screen.say(
        f"{rows / seconds:,.0f} rows a second, {rows / seconds / bare:.3g} of the csv module's {bare:,.0f}."
    )
