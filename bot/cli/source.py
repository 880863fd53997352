"""`cofnod source check`: what a mapping makes of an export, before it goes live."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import screen
from bot.cli.common import FINDING, settings

if TYPE_CHECKING:
    from bot.domain.force import Force
    from bot.sources.check import CheckReport

EXAMPLES = (
    "cofnod source check export.csv --source storm.toml",
    "cofnod source check saved-polls/ --source queue.toml",
)
SHOWN = 10


def check(
    file: Annotated[Path, typer.Argument(exists=True, help="An export, or a folder of them.")],
    source: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="The mapping that describes it.")],
) -> None:
    """Try a mapping on an export. Accounts for every row, writes nothing, exits 1 if a row is bad."""
    ready = settings()
    from bot.clock import machine
    from bot.force import load_force
    from bot.sources.check import check as try_out
    from bot.sources.mapping_file import load_mapping

    force = load_force(ready.force)
    with screen.working(f"Reading {file}"):
        report = try_out(file, load_mapping(source, force.zone), machine())
    _show(report, force)
    if report.tally.bad:
        raise typer.Exit(FINDING)


def _show(report: CheckReport, force: Force) -> None:
    """The count first, then what it is made of."""
    rows = report.tally
    screen.say(
        f"{rows.seen} rows: {rows.good} in, {rows.unchanged} unchanged, "
        f"{rows.filtered} filtered out, {rows.bad} quarantined."
    )
    screen.say(f"{report.incidents} incidents, {report.changed} changes to one already seen.")
    if report.earliest and report.latest:
        screen.say(f"Reported from {report.earliest:%Y-%m-%d %H:%M} to {report.latest:%Y-%m-%d %H:%M} UTC.")
    _show_quarantined(report)
    _show_codes(report, force)
    _show_counts("Time", Counter({reading.value: n for reading, n in report.readings.items()}), {})
    _show_counts("Left blank", report.blank, {})


def _show_codes(report: CheckReport, force: Force) -> None:
    """Categories and units, with what force.toml makes of each."""
    known = {code: category.handling.value for code, category in force.categories.items()}
    categories = {c: known.get(c, "not in force.toml: watched") for c in report.categories}
    _show_counts("Category", report.categories, categories)
    units = {u: "" if u in force.units else "not in force.toml" for u in report.units}
    _show_counts("Unit", report.units, units)


def _show_quarantined(report: CheckReport) -> None:
    """Each reason with its first rows; the source file is the record of the others."""
    for reason, bad in report.by_reason().items():
        screen.say(f"\nQuarantined, {reason.replace('_', ' ')}: {len(bad)}")
        screen.table(
            ("File", "Line", "Column", "Text of the time"),
            [(row.file, str(row.line), row.column, row.raw_time or "") for row in bad[:SHOWN]],
        )
        if len(bad) > SHOWN:
            screen.say(f"and {len(bad) - SHOWN} more")


def _show_counts(head: str, counts: Counter[str], notes: dict[str, str]) -> None:
    """What was found and how often, the most frequent first."""
    if counts:
        screen.say("")
        rows = [(name or "(none)", str(n), notes.get(name, "")) for name, n in counts.most_common()]
        screen.table((head, "Rows", ""), rows)
