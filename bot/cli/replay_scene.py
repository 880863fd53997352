"""What `cofnod replay` replays: the named files or an invented month, by whose rules, and where it goes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.cli import screen
from bot.cli.common import USAGE

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.domain.force import Force
    from bot.domain.people import Roster
    from bot.replay.run import Past
    from bot.reports.assumed import Assumed
    from bot.sources.mapping import AnyMapping


@dataclass(frozen=True, slots=True)
class Read:
    """A file with its mapping, and what was taken for granted where nobody wrote one."""

    past: Past
    assumed: Assumed | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """What is replayed, by whose rules, and where its page goes."""

    force: Force
    roster: Roster | None
    log: Read
    crimes: Read | None
    folder: Path


def example(folder: Path) -> Scene:
    """An invented month, written beside the page with the mappings that describe it."""
    from bot.config import SHIPPED_FORCE
    from bot.demo.past import MONTH, UNTIL, described, write_past
    from bot.demo.setting import ROSTER
    from bot.domain.people import Roster
    from bot.force import load_force
    from bot.roster import load_roster

    force = load_force(SHIPPED_FORCE)
    _made(folder)
    write_past(folder, force, UNTIL, MONTH)
    log, crimes = described(folder)
    return Scene(force, Roster(load_roster(ROSTER, force)), Read(log), Read(crimes), folder)


def asked(
    ready: Settings,
    file: Path,
    source: Path | None,
    crimes: Path | None,
    crimes_source: Path | None,
    out: Path | None,
) -> Scene:
    """What was named, each file with its mapping."""
    from bot.force import load_force

    force = load_force(ready.force)
    log = _read(file, source, force, crimes=False)
    records = _read(crimes, crimes_source, force, crimes=True) if crimes else None
    if records and not _can_meet(log.past.mapping, records.past.mapping):
        screen.complain(
            f"The mapping of {records.past.path.name} has no table [reference], so its records join by their "
            f"own number; and that of {file.name} has no crime_refs that could hold it. Nothing was read."
        )
        raise typer.Exit(USAGE)
    folder = out or Path(f"replay-{file.stem}")
    _made(folder)
    return Scene(force, _roster(ready, force), log, records, folder)


def _can_meet(log: AnyMapping, crimes: AnyMapping) -> bool:
    """Whether anything joins a record to a log: the incident's reference, or the record's own number."""
    return (
        crimes.reference is not None or getattr(getattr(log, "fields", None), "crime_refs", None) is not None
    )


def _made(folder: Path) -> None:
    """The folder for page and tables, made before anything is read."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        screen.complain(f"{folder} cannot be made; nothing was read. Name another folder with --out.")
        raise typer.Exit(USAGE) from None


def _read(file: Path, source: Path | None, force: Force, crimes: bool) -> Read:
    """A file with the mapping that was given, or the one that its own sample suggests."""
    from bot.replay.run import Past
    from bot.sources.mapping_file import load_crimes, load_incidents

    if source:
        load = load_crimes if crimes else load_incidents
        return Read(Past(file, load(source, force.zone)))
    from bot.cli.assumed import assumed
    from bot.cli.source_new import look
    from bot.sources.guessing import Incomplete

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
    return Read(Past(file, mapping), assumed(file.name, found))


def _roster(ready: Settings, force: Force) -> Roster | None:
    """The roster of this environment, if it names one."""
    from bot.domain.people import Roster
    from bot.roster import load_roster

    return Roster(load_roster(ready.roster, force)) if ready.roster else None
