"""`cofnod forget`: copies of incidents whose time is over are forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import screen
from bot.cli.common import FINDING, USAGE, kit_now

if TYPE_CHECKING:
    from bot.kit import Kit
    from bot.services.keeping.retention import Due

EXAMPLES = ("cofnod forget --dry-run", "cofnod forget", "cofnod forget --log")


DryRun = Annotated[bool, typer.Option("--dry-run", help="Only tell what would go.")]
Log = Annotated[bool, typer.Option("--log", help="Show when how many were forgotten.")]
Anyway = Annotated[bool, typer.Option("--anyway", help="Though the clock looks wrong: the machine slept.")]
CLOCK = (
    "The clock looks wrong: here it is {:%Y-%m-%d %H:%M} UTC, and nothing was entered shortly before. "
    "Nothing was forgotten. If it is right, and Cofnod stood still for days, wait a day or add --anyway."
)
HELD = "Kept, since its trail says that it is on hold, though no hold stands: somebody took that away."
NOT_OURS = "This database role may not erase the trail: run it as the role of bot/store/grants_forget.sql."


def command(dry_run: DryRun = False, log: Log = False, anyway: Anyway = False) -> None:
    """Forget incidents whose time is over. What is on hold stays; of their trail the proof stays."""
    from bot.services.keeping import retention

    kit = kit_now()
    if log or dry_run:
        _log(kit) if log else _tell(kit, anyway)
    elif kit.store.read_now(retention.may_erase, kit.clock.story()):
        _forget(kit, anyway)
    else:
        screen.complain(NOT_OURS)
        raise typer.Exit(USAGE)


def _due(kit: Kit) -> Iterator[Due]:
    """Everything whose time is over, a part at a time."""
    from bot.services.keeping import retention

    after: int | None = 0
    while after is not None:
        found = kit.store.read_now(retention.due, kit.clock.story(), after)
        yield found
        after = found.last


def _log(kit: Kit) -> None:
    from bot.services.keeping import retention

    found = kit.store.read_now(retention.log, kit.clock.story())
    rows = [(f"{at:%Y-%m-%d %H:%M}", str(done.incidents), str(done.entries)) for at, done in found]
    screen.table(("When (UTC)", "Incidents", "Entries of the trail"), rows)


def _tell(kit: Kit, anyway: bool) -> None:
    from bot.services.keeping import retention

    _check_clock(kit, anyway)
    parts = list(_due(kit))
    keys = [one.key for found in parts for one in found.ripe]
    held = kit.store.read_now(retention.on_hold, kit.clock.story())
    screen.say(f"Would be forgotten: {len(keys)}. On hold, and kept: {held}.")
    for key in keys:
        screen.say(key)
    _end(one.key for found in parts for one in found.held)


def _end(held: Iterable[str]) -> None:
    """Name what only the trail holds; to put it right, hold it again or find out who did that."""
    keys = list(held)
    for key in keys:
        screen.complain(f"{key}: {HELD}")
    if keys:
        raise typer.Exit(FINDING)


def _check_clock(kit: Kit, anyway: bool) -> None:
    """Stop where the clock looks wrong: what it makes old would be lost."""
    from bot.services.keeping import retention

    at = kit.clock.story()
    if not (anyway or kit.store.read_now(retention.clock_fits, at)):
        screen.complain(CLOCK.format(at))
        raise typer.Exit(FINDING)


def _forget(kit: Kit, anyway: bool) -> None:
    from bot.services.keeping import retention
    from bot.services.keeping.retention import Forgotten

    _check_clock(kit, anyway)
    at, done, held = kit.clock.story(), Forgotten(), list[str]()
    for found in _due(kit):
        held += [one.key for one in found.held]
        ids = [one.id for one in found.ripe]
        done += kit.store.write_now(retention.forget_incidents, at, ids, "command", anyway)
    crimes = kit.store.write_now(retention.forget_crimes, at, anyway)
    screen.say(f"Incidents forgotten: {done.incidents}.")
    screen.say(f"Crime records forgotten that had no incident here: {crimes}.")
    screen.say(f"Entries of the trail that keep only their proof: {done.entries}.")
    _end(held)
