"""`cofnod trail`: the whole trail as JSON lines, for whoever checks or recomputes what we say."""

from __future__ import annotations

import getpass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli import screen
from bot.cli.common import USAGE, counted, kit_now

if TYPE_CHECKING:
    from bot.kit import Kit
    from bot.services.keeping.exporting import Stretch
    from bot.store.work import Work

EXAMPLES = (
    "cofnod trail --out trail.jsonl",
    "cofnod trail --out november.jsonl --since 2026-11-01 --until 2026-12-01",
)
EACH = 5000  # rows between two words about how far it is

Out = Annotated[Path, typer.Option(help="The file to write; one that is there is replaced.")]
Since = Annotated[str, typer.Option(help="A day: what had something entered on it or later.")]
Until = Annotated[str, typer.Option(help="A day: what had something entered before it.")]


def command(out: Out, since: Since = "", until: Until = "") -> None:
    """Write the trail as JSON lines, one fact a line. Streams are whole; erased words are marked."""
    kit = kit_now()
    stretch = _stretch(kit, since, until)
    from bot.services.keeping import exporting

    kit.store.write_now(exporting.note, kit.clock.story(), getpass.getuser(), stretch)
    part = out.with_name(f"{out.name}.part")
    try:
        count = kit.store.read_now(_write, kit.clock.story(), stretch, part)
        part.replace(out)
    except OSError as problem:
        screen.complain(f"{out} cannot be written: {problem.strerror}. Nothing was left half written.")
        raise typer.Exit(USAGE) from problem
    finally:
        part.unlink(missing_ok=True)
    screen.say(f"{counted(count, 'fact')} in {out}.")


def _write(work: Work, stretch: Stretch, part: Path) -> int:
    """Write line after line in one reading of the database; gives how many."""
    from bot.services.keeping import exporting

    count = 0
    with part.open("w", encoding="utf-8") as file, screen.working("Writing the trail, facts") as tell:
        for count, line in enumerate(exporting.lines(work, stretch), 1):
            file.write(line + "\n")
            if count % EACH == 0:
                tell(count)
    return count


def _stretch(kit: Kit, since: str, until: str) -> Stretch:
    from bot.services.keeping.exporting import Stretch

    first, last = (_day(kit, text) for text in (since, until))
    return Stretch(first, last)


def _day(kit: Kit, text: str) -> datetime | None:
    """The beginning of a local day; None of nothing."""
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        screen.complain(f"{text} is not a day such as 2026-11-20.")
        raise typer.Exit(USAGE) from None
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(kit.force.zone)).astimezone(UTC)
