"""`cofnod replay`: what last month was like, and what the bot would have told."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import screen
from bot.cli.common import USAGE, settings

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.domain.force import Force
    from bot.domain.people import Roster
    from bot.replay.findings import Findings

EXAMPLES = (
    "cofnod replay log.csv --source storm.toml",
    "cofnod replay log.csv --source storm.toml --crimes niche.csv --crimes-source niche.toml --out october",
)
A_FILE = {"exists": True, "dir_okay": False}


class Language(StrEnum):
    """The languages of the page."""

    EN = "en"
    CY = "cy"


def command(
    file: Annotated[Path, typer.Argument(**A_FILE, help="The log of the past, as it was exported.")],
    source: Annotated[Path, typer.Option(**A_FILE, help="The mapping that describes it.")],
    crimes: Annotated[Path | None, typer.Option(**A_FILE, help="The crime system's records.")] = None,
    crimes_source: Annotated[Path | None, typer.Option(**A_FILE, help="Their mapping.")] = None,
    out: Annotated[Path | None, typer.Option(file_okay=False, help="The folder for page and tables.")] = None,
    language: Annotated[Language, typer.Option(help="The language of the page.")] = Language.EN,
    speed_check: Annotated[bool, typer.Option("--speed-check", help="Tell how quick it was.")] = False,
) -> None:
    """Replay an exported log. Writes one page and its tables; stores nothing, needs no Slack."""
    if (crimes is None) != (crimes_source is None):
        screen.complain("--crimes and --crimes-source go together: the records, and what describes them.")
        raise typer.Exit(USAGE)
    ready = settings()
    from bot.clock import machine
    from bot.force import load_force
    from bot.replay.run import Past, replay
    from bot.sources.mapping_file import load_crimes, load_incidents

    force = load_force(ready.force)
    log = Past(file, load_incidents(source, force.zone))
    records = Past(crimes, load_crimes(crimes_source, force.zone)) if crimes and crimes_source else None
    with (
        screen.working(f"Reading {file.name}, rows") as tell,
        replay(log, records, force, _roster(ready, force), machine(), tell) as findings,
    ):
        _show(findings)


def _roster(ready: Settings, force: Force) -> Roster | None:
    """The roster of this environment, if it names one."""
    from bot.domain.people import Roster
    from bot.roster import load_roster

    return Roster(load_roster(ready.roster, force)) if ready.roster else None


def _show(findings: Findings) -> None:
    """The account of the rows, and the figure that comes first."""
    from bot.domain.figures import timeliness

    rows = findings.log.tally
    screen.say(f"{rows.seen} rows: {rows.good} in, {rows.filtered} filtered out, {rows.bad} not readable.")
    found = timeliness(findings.outcomes)
    screen.say(f"{found.met} of {found.judged} recorded within 24 hours.")
