"""`cofnod history`: everything that happened to one incident."""

from typing import Annotated

import typer

from bot.cli import screen
from bot.cli.common import FINDING, settings

EXAMPLES = ("cofnod history 123/20-11", "cofnod history dyfed-powys:2026-11-20:123")


def command(ref: Annotated[str, typer.Argument(help="A reference, as the log or Slack shows it.")]) -> None:
    """Show the life of one incident. Who did what, when, when it was entered, and who was told."""
    ready = settings()
    from bot.app import kit_of
    from bot.clock import Clock
    from bot.services import histories

    kit = kit_of(ready, Clock())
    found = kit.store.read_now(histories.all_of, kit.clock.story(), ref)
    if found is None:
        screen.complain(f"No incident {ref} is known.")
        raise typer.Exit(FINDING)
    present = kit.present(kit.clock.story())
    for entry in found.entries:
        screen.say(kit.words.line("history/line", "en", why=found, entry=entry, **present))
