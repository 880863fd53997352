"""What can be found without asking Slack."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

from jinja2 import TemplateError
from sqlalchemy.exc import SQLAlchemyError

from bot.config import Settings, SettingsError
from bot.doctor import absences
from bot.doctor.finding import Finding, said
from bot.doctor.staffing import staffing
from bot.domain.force import Force
from bot.domain.people import Person
from bot.force import load_force
from bot.problems import FileError
from bot.roster import load_roster
from bot.sources.mapping import AnyMapping
from templates import FOLDER

T = TypeVar("T")
UNFILLED = "FILL IN"  # what a guessed mapping has where no column was found


def offline(settings: Settings, day: date) -> list[Finding]:
    """Every finding about settings, files, database and words; `day` is today, where the force is."""
    found = [*_settings(settings), *_database(settings.database_url), *_words()]
    force = _read(found, lambda: load_force(settings.force))
    if force is not None:
        found += [*_roster(settings, force, day), *_sources(settings.sources, force)]
    return found


def files(settings: Settings) -> tuple[Force, tuple[Person, ...]] | None:
    """Force and roster, or None where either cannot be used; `offline` says why."""
    found: list[Finding] = []
    force = _read(found, lambda: load_force(settings.force))
    path = settings.roster
    people = _read(found, lambda: load_roster(path, force)) if force and path else None
    return (force, people) if force and people else None


def _read(found: list[Finding], load: Callable[[], T]) -> T | None:
    try:
        return load()
    except FileError as bad:
        found += [said(problem) for problem in bad.problems]
        return None


def _settings(settings: Settings) -> Iterator[Finding]:
    try:
        settings.for_serving()
    except SettingsError as missing:
        yield said(missing)


def _database(url: str) -> Iterator[Finding]:
    from bot.migrations import SchemaError, check  # here, because Alembic is slow to import

    try:
        check(url)
    except SchemaError as wrong:
        yield said(wrong)
    except SQLAlchemyError:
        yield Finding("database_unreachable")


def _words() -> Iterator[Finding]:
    from bot import catalogue  # here, because Babel's extraction is slow to import

    try:
        yield from (said(fault) for fault in catalogue.faults(FOLDER))
    except TemplateError as broken:
        yield said(broken)


def _roster(settings: Settings, force: Force, day: date) -> list[Finding]:
    path = settings.roster
    if path is None:
        return [Finding("no_roster")]
    found: list[Finding] = []
    people = _read(found, lambda: load_roster(path, force)) or ()
    people = tuple(person for person in people if person.valid_on(day))
    changes = absences.known(settings.database_url, force, day)
    return found or [*staffing(force, people), *absences.absences(force, people, changes, day)]


def _sources(folder: Path | None, force: Force) -> Iterator[Finding]:
    from bot.sources.mapping_file import MappingError, load_own

    mappings = sorted(folder.glob("*.toml")) if folder else []
    if not mappings:
        yield Finding("no_sources")
    names: dict[str, str] = {}
    for path in mappings:
        try:
            mapping = load_own(path, force.id, force.zone)
        except MappingError as bad:
            yield from (said(problem) for problem in bad.problems)
            continue
        yield from _unready(path, mapping)
        if mapping.name in names:
            yield Finding(
                "source_twice", {"name": mapping.name, "one": names[mapping.name], "other": path.name}
            )
        names.setdefault(mapping.name, path.name)


def _unready(path: Path, mapping: AnyMapping) -> Iterator[Finding]:
    """What a mapping says that cannot be so yet: columns to be filled in, a folder that is not there."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if UNFILLED in line.partition("#")[0]:
            yield Finding("source_unfilled", {"file": path.name, "line": number, "words": UNFILLED})
    folder = mapping.origin / mapping.folder.path
    if mapping.kind == "drop_folder" and not folder.is_dir():
        yield Finding("source_folder_missing", {"file": path.name, "folder": str(folder)})
