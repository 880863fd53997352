"""`cofnod history`: everything that happened to one incident."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import screen
from bot.cli.common import FINDING, kit_now

if TYPE_CHECKING:
    from bot.kit import Kit

EXAMPLES = ("cofnod history 123/20-11", "cofnod history dyfed-powys:2026-11-20:123")


def command(ref: Annotated[str, typer.Argument(help="A reference, as the log or Slack shows it.")]) -> None:
    """Show the life of one incident. Who did what, when, when it was entered, and who was told."""
    from bot.services.incidents import histories

    kit = kit_now()
    found = kit.store.read_now(histories.all_of, kit.clock.story(), ref)
    if found is None:
        _complain(kit, ref)
        raise typer.Exit(FINDING)
    present = kit.present(kit.clock.story())
    for entry in found.entries:
        screen.say(kit.words.line("history/line", "en", why=found, entry=entry, **present))
    if found.erased:
        screen.say(f"Entries that keep only their proof, since their words were erased: {found.erased}.")


def _complain(kit: Kit, ref: str) -> None:
    from bot.services.keeping import retention

    entries = kit.store.read_now(retention.proof_of, kit.clock.story(), ref)
    forgotten = f"Our copy of {ref} was forgotten; the proof of each entry of its trail stays: {entries}."
    screen.complain(forgotten if entries else f"No incident {ref} is known.")
