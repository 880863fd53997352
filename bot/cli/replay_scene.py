"""What `cofnod replay` replays: the named files or an invented month, by whose rules, and where it goes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bot.cli import screen
from bot.cli.common import USAGE
from bot.cli.fitting import require_fit

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.domain.force import Force
    from bot.domain.people import Roster
    from bot.replay.run import Past
    from bot.reports.assumed import Assumed
    from bot.sources.mapping import AnyMapping

SWAPPED = frozenset({"looks_like_crimes", "looks_like_log"})  # notes on a file that may be the other one


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
    from bot.demo.exports import MONTH, UNTIL, described, write_past
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
    """The folder for page and tables, made before anything is read; nobody else's files are in it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        others = any(folder.iterdir()) and not (folder / "replay.html").is_file()
    except OSError:
        screen.complain(f"{folder} cannot be made; nothing was read. Name another folder with --out.")
        raise typer.Exit(USAGE) from None
    if others:
        screen.complain(f"{folder} holds other files; nothing was read. Name a new folder with --out.")
        raise typer.Exit(USAGE)


def _read(file: Path, source: Path | None, force: Force, crimes: bool) -> Read:
    """A file with the mapping that was given, or the one that its own sample suggests."""
    from bot.replay.run import Past
    from bot.sources.mapping_file import load_crimes, load_incidents

    if not source:
        return _guessed(file, force, crimes)
    mapping = (load_crimes if crimes else load_incidents)(source, force.zone)
    require_fit(file, mapping)
    return Read(Past(file, mapping))


def _guessed(file: Path, force: Force, crimes: bool) -> Read:
    """A file with the mapping that its own sample suggests, which is told if it may be the other file."""
    from bot.cli.assumed import assumed
    from bot.cli.source_new import look
    from bot.replay.run import Past
    from bot.sources.guessing import Incomplete
    from bot.sources.guessing.wording import sentence

    found = look(file, force, crimes)
    swapped = "".join(f" {sentence(note)}" for note in found.notes if note.code in SWAPPED)
    if swapped:
        screen.complain(f"{file.name}:{swapped}")
    try:
        return Read(Past(file, found.mapping()), assumed(file.name, found))
    except Incomplete as problem:
        screen.complain(_unfinished(file, problem.missing, crimes))
        raise typer.Exit(USAGE) from None


def _unfinished(file: Path, missing: tuple[str, ...], crimes: bool) -> str:
    """Which columns were not found, and the command by which a mapping is begun."""
    from shlex import quote

    command = f"cofnod source new {quote(str(file))}" + (" --crimes" if crimes else "")
    return (
        f"{file.name}: no column was found for {', '.join(missing)}. Nothing was read. "
        f"Run {command}, finish the mapping, and name it."
    )


def _roster(ready: Settings, force: Force) -> Roster | None:
    """The roster of this environment, if it names one."""
    from bot.domain.people import Roster
    from bot.roster import load_roster

    return Roster(load_roster(ready.roster, force)) if ready.roster else None
