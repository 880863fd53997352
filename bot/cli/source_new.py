"""`cofnod source new`: a first mapping of an export, for a person to finish."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import screen
from bot.cli.common import FINDING, USAGE, settings

if TYPE_CHECKING:
    from bot.domain.force import Force
    from bot.sources.guessing import Coded, Guess

EXAMPLES = (
    "cofnod source new export.csv",
    "cofnod source new export.csv --out storm.toml",
    "cofnod source new niche.csv --crimes --out niche.toml",
)
SHOWN = 15


def command(
    file: Annotated[Path, typer.Argument(exists=True, help="An export of the force's system.")],
    crimes: Annotated[
        bool, typer.Option("--crimes", help="It comes from the crime system, not the control room.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(dir_okay=False, help="Where to write the mapping; else named after the file."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a mapping that is there.")] = False,
) -> None:
    """Guess a first mapping of an export. Writes it with its reasons; exits 1 if a column was not found."""
    ready = settings()
    from bot.force import load_force

    known = load_force(ready.force)
    found = look(file, known, crimes)
    target = out or Path(f"{found.tables['name']}.toml")
    _write(found, target, force)
    _show(found, known)
    _close(found, file, target)


def look(file: Path, known: Force, crimes: bool) -> Guess:
    """What the file says, or one sentence on why it says nothing."""
    from bot.sources.guessing import NotAnExport, guess
    from bot.sources.guessing.wording import refusal

    try:
        with screen.working(f"Looking at {file}"):
            return guess(file, known, crimes)
    except NotAnExport as problem:
        screen.complain(refusal(problem.code, file.name))
    except OSError:
        screen.complain(refusal("unreadable", file.name))
    raise typer.Exit(USAGE)


def _write(found: Guess, target: Path, over: bool) -> None:
    """The mapping, unless another stands there."""
    from bot.sources.guessing.written import toml

    try:
        with target.open("w" if over else "x", encoding="utf-8") as stream:
            stream.write(toml(found))
    except FileExistsError:
        screen.complain(f"{target} is there already; name another with --out, or write over it with --force.")
        raise typer.Exit(USAGE) from None
    except OSError:
        screen.complain(f"{target} cannot be written; name another place with --out.")
        raise typer.Exit(USAGE) from None


def _show(found: Guess, force: Force) -> None:
    """What was found: columns, codes, and what is not read."""
    from bot.sources.guessing.written import not_mapped

    rows = "all of it" if found.whole else "spread over the file"
    screen.say(f"{found.path.name}: {found.sampled} rows looked at, {rows}.\n")
    screen.table(("Key", "Column", "Why"), _lines(found))
    known = force.classes if found.tables.get("delivers") == "crimes" else force.categories
    _show_codes("Category", found.categories, {code: one.names["en"] for code, one in known.items()})
    _show_codes("Unit", found.units, {code: one.names["en"] for code, one in force.units.items()})
    for title, columns in not_mapped(found).items():
        screen.say(f"\n{title}: {', '.join(columns)}.")


def _lines(found: Guess) -> list[tuple[str, str, str]]:
    """A line a note; those that ask a person to look are marked."""
    from bot.sources.guessing.wording import sentence
    from bot.sources.guessing.written import LEFT_OUT

    return [
        (
            note.key.removeprefix("fields.").removeprefix("crime.") or "file",
            str(note.values.get("column", "")),
            ("CHECK: " if note.check else "") + sentence(note),
        )
        for note in found.notes
        if note.code not in LEFT_OUT
    ]


def _show_codes(head: str, values: tuple[Coded, ...], names: dict[str, str]) -> None:
    """Values with their rows and what they are taken to mean."""
    from bot.domain.personal import COMMON
    from bot.sources.guessing.wording import heading, reason

    shown = [one for one in values if one.code or one.count >= COMMON]
    if values:
        screen.say("")
        rows = [(one.value, str(one.count), names.get(one.code, ""), reason(one.why)) for one in shown]
        screen.table((head, "Rows", "Taken to mean", "Because of"), rows[:SHOWN])
        if len(rows) > SHOWN:
            screen.say(f"and {len(rows) - SHOWN} more, all of them in the mapping")
    if rare := len(values) - len(shown):
        screen.say(heading("rare").format(count=rare, rows=COMMON))


def _close(found: Guess, file: Path, target: Path) -> None:
    """How much is left to do, and the next command."""
    checks = sum(note.check for note in found.notes)
    screen.say(f"\nWritten to {target}. Look at each CHECK in it: {checks}.")
    if found.missing:
        screen.say(f"No column was found for: {', '.join(found.missing)}. Write it where FILL IN stands.")
    from shlex import quote

    screen.say(f"Then: cofnod source check {quote(str(file))} --source {quote(str(target))}")
    if found.missing:
        raise typer.Exit(FINDING)
