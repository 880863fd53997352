"""`cofnod source check`: what a mapping makes of an export, or of its own door, before it goes live."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import screen
from bot.cli.common import FINDING, USAGE, counted, settings
from bot.cli.fitting import require_files, require_fit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain.force import Force
    from bot.sources.check import CheckReport, Told
    from bot.sources.fetched import FeedFailed, Tally
    from bot.sources.mapping import AnyMapping

EXAMPLES = (
    "cofnod source check export.csv --source storm.toml",
    "cofnod source check saved-polls/ --source queue.toml",
    "cofnod source check --source storm-view.toml",
)
SHOWN = 10


def check(
    source: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="The mapping that describes it.")],
    file: Annotated[
        Path | None,
        typer.Argument(exists=True, help="An export, or a folder of them; without one the door itself."),
    ] = None,
) -> None:
    """Try a mapping on an export, or its door. Counts every row, writes nothing, exits 1 if a row is bad."""
    ready = settings()
    from bot.clock import machine
    from bot.force import load_force
    from bot.sources.check import check as try_out
    from bot.sources.mapping_file import load_own

    force = load_force(ready.force)
    mapping = load_own(source, force.id, force.zone)
    if file:
        (require_files if file.is_dir() else require_fit)(file, mapping)
    with screen.working(f"Reading {file or mapping.name}") as told:
        report = try_out(file, mapping, machine(), told) if file else _at_its_door(mapping, force, told)
    _show(report, force)
    if report.tally.bad:
        raise typer.Exit(FINDING)


def _at_its_door(mapping: AnyMapping, force: Force, told: Told) -> CheckReport:
    """One poll, or one sentence on why there was none."""
    from bot.sources.fetched import FeedFailed

    try:
        return asyncio.run(_polled(mapping, told))
    except FeedFailed as failed:
        screen.complain(_sentence(mapping, force, failed))
        raise typer.Exit(USAGE) from None


async def _polled(mapping: AnyMapping, told: Told) -> CheckReport:
    from aiohttp import ClientSession

    from bot.clock import machine
    from bot.sources.check import check_fetch
    from bot.sources.opening import close_source, open_source

    async with ClientSession() as session:
        source = open_source(mapping, session, os.environ)
        try:
            fetch = await source.fetch(machine(), again=True)
            return await asyncio.to_thread(check_fetch, fetch, mapping, told)
        finally:
            close_source(source)


def _sentence(mapping: AnyMapping, force: Force, failed: FeedFailed) -> str:
    """The words that the bot has for it, in English as everything here."""
    from bot.slack.render import Renderer
    from templates import FOLDER

    return Renderer(FOLDER, force.zone).line("help/failed", "en", feed=mapping.name, failed=failed)


def _show(report: CheckReport, force: Force) -> None:
    """The count first, then what it is made of."""
    rows = report.tally
    screen.say(
        f"{counted(rows.seen, 'row')}: {rows.good} in, {rows.unchanged} unchanged, "
        f"{rows.filtered} filtered out, {rows.bad} quarantined."
    )
    _show_not_taken(rows)
    for name in report.waiting:
        screen.say(f"{name} is still being written: the next poll takes it.")
    _show_what(report)
    _show_quarantined(report)
    _show_codes(report, force)
    _show_counts("Time", Counter({reading.value: n for reading, n in report.readings.items()}), {})
    _show_counts("Left blank", report.blank, {})


def _show_what(report: CheckReport) -> None:
    """How many incidents or crime records, and of which time."""
    if report.crimes:
        screen.say(
            f"{counted(report.crimes, 'crime record')}, {counted(report.changed, 'change')} to one already "
            f"seen; {report.of_incidents} of an incident, {report.cancelled} cancelled."
        )
    else:
        changes = counted(report.changed, "change")
        screen.say(f"{counted(report.incidents, 'incident')}, {changes} to one already seen.")
    if report.earliest and report.latest:
        verb = "Recorded" if report.crimes else "Reported"
        screen.say(f"{verb} from {report.earliest:%Y-%m-%d %H:%M} to {report.latest:%Y-%m-%d %H:%M} UTC.")


def _show_codes(report: CheckReport, force: Force) -> None:
    """Categories, units and classes, with what force.toml makes of each."""
    handling = {code: category.handling.value for code, category in force.categories.items()}
    _show_known("Category", report.categories, handling, "not in force.toml: watched")
    _show_known("Unit", report.units, dict.fromkeys(force.units, ""), "not in force.toml")
    _show_known("Classification", report.classifications, {}, "")
    _show_known("Class", report.classes, dict.fromkeys(force.classes, "") | {"": ""}, "not in force.toml")


def _show_known(head: str, counts: Counter[str], known: dict[str, str], otherwise: str) -> None:
    """Values with what force.toml makes of them; rare ones that it does not know may be somebody's."""
    from bot.domain.personal import COMMON, WITHHELD, common

    shown, rare = common(counts, known)
    notes = {WITHHELD: "looked like personal data"}
    notes |= {value: known.get(value, otherwise) for value in shown if value != WITHHELD}
    if rare:
        name = f"({len(rare)} rare {'value' if len(rare) == 1 else 'values'})"
        shown[name], notes[name] = rare.total(), f"not shown: each in fewer than {COMMON} rows"
    _show_counts(head, shown, notes)


def _show_not_taken(rows: Tally) -> None:
    """Of how many rows a value was not taken, and where the first of them stand."""
    _show_places("Values withheld", "they looked like personal data", rows.withheld, rows.withheld_at)
    why = "what stands there is none, so it records nothing"
    _show_places("Crime references not taken", why, rows.no_reference, rows.no_reference_at)


def _show_places(what: str, why: str, number: int, first: Sequence[tuple[str, int]]) -> None:
    if number:
        places = ", ".join(f"{file} line {line}" for file, line in first)
        more = " …" if number > len(first) else ""
        screen.say(f"{what} in {counted(number, 'row')}: {why} ({places}{more}).")


def _show_quarantined(report: CheckReport) -> None:
    """Each reason with its first rows; the source file is the record of the others."""
    for reason, bad in report.by_reason().items():
        screen.say(f"\nQuarantined, {reason.replace('_', ' ')}: {len(bad)}")
        screen.table(
            ("File", "Line", "Column", "Text of the time"),
            [(row.file, str(row.line or ""), row.column, row.raw_time or "") for row in bad[:SHOWN]],
        )
        if len(bad) > SHOWN:
            screen.say(f"and {len(bad) - SHOWN} more")


def _show_counts(head: str, counts: Counter[str], notes: dict[str, str]) -> None:
    """What was found and how often, the most frequent first."""
    if counts:
        screen.say("")
        rows = [(name or "(none)", str(n), notes.get(name, "")) for name, n in counts.most_common()]
        screen.table((head, "Rows", ""), rows)
