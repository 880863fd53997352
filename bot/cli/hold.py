"""`cofnod hold`: an incident that no retention rule may touch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import screen
from bot.cli.common import FINDING, USAGE, kit_now, settings

if TYPE_CHECKING:
    from bot.domain.refusal import Refused
    from bot.kit import Kit
    from bot.services.case import Request

EXAMPLES = (
    "cofnod hold 123/20-11 --why CPIA --by 9001",
    "cofnod hold 123/20-11 --release --by 9001",
    "cofnod hold --list",
)
DOOR = "command"  # on the trail: nobody proved by Slack who they are


Ref = Annotated[str, typer.Argument(help="A reference with its day.")]
Why = Annotated[str, typer.Option(help="Why: CPIA or LIT, or what your force.toml lists under [codes.hold].")]
By = Annotated[str, typer.Option(help="The collar number of whoever decides it.")]
Release = Annotated[bool, typer.Option("--release", help="Let it go again.")]
Listed = Annotated[bool, typer.Option("--list", help="Show what is on hold.")]


def command(
    ref: Ref = "", why: Why = "", by: By = "", release: Release = False, listed: Listed = False
) -> None:
    """Keep an incident from every retention rule. CPIA, litigation; who and why is on its trail."""
    if not listed and not (ref and by):
        screen.complain("Name an incident, and whoever decides it with --by; or ask for --list.")
        raise typer.Exit(USAGE)
    kit = kit_now()
    if listed:
        _list(kit)
    else:
        _change(kit, ref, why.upper(), by, release)


def _list(kit: Kit) -> None:
    from bot.services.keeping import holds

    found = kit.store.read_now(holds.every, kit.clock.story())
    if not found:
        screen.say("Nothing is on hold.")
        return
    rows = [
        (i.key.ref, str(i.key.day.year), h.code, h.held_by, f"{h.held_at:%Y-%m-%d %H:%M}") for i, h in found
    ]
    screen.table(("Incident", "Year", "Why", "By", "Since (UTC)"), rows)


def _change(kit: Kit, ref: str, why: str, by: str, release: bool) -> None:
    from secrets import token_hex

    from bot.domain.refusal import Refused
    from bot.services.case import Request
    from bot.services.keeping import holds

    if settings().roster is None:
        screen.complain("COFNOD_ROSTER is not set, so nobody is known who may decide that: name the roster.")
        raise typer.Exit(USAGE)
    request = Request(f"cli:{token_hex(8)}", by)
    try:
        change = holds.release if release else holds.hold
        incident, hold = kit.store.write_now(change, kit.clock.story(), request, ref, why, DOOR)
    except Refused as refused:
        _refuse(kit, request, refused)
        raise typer.Exit(FINDING) from refused
    told = "is no longer on hold for {}." if release else "is on hold for {}: nothing of it is forgotten."
    screen.say(f"{incident.key.ref} {told.format(hold.code)}")


def _refuse(kit: Kit, request: Request, refused: Refused) -> None:
    """Say why not; what the rules keep from somebody stands on the incident's trail too."""
    from bot.services import refusals

    at = kit.clock.story()
    if refusals.worth_telling(refused):
        kit.store.write_now(refusals.note, at, request, refused, "hold")
    words = refused.values | kit.present(at)
    screen.complain(kit.words.line(f"refusals/{refused.message_id}", "en", **words))
