"""`cofnod doctor`: what is not as it should be, before somebody finds out at 03:00."""

import asyncio
from typing import Annotated

import typer

from bot.cli import screen
from bot.cli.common import FINDING, settings

EXAMPLES = ("cofnod doctor", "cofnod doctor --offline")


def command(
    offline: Annotated[bool, typer.Option("--offline", help="Do not ask Slack.")] = False,
) -> None:
    """Check the set-up, then Slack. Force, roster, database, sources, words; exits 1 on a finding."""
    ready = settings()
    from bot import doctor
    from bot.clock import machine

    day = machine().date()
    with screen.working("Looking"):
        findings = doctor.offline(ready, day)
        if not offline:
            findings += asyncio.run(doctor.online(ready, day))
    for finding in findings:
        screen.say(doctor.sentence(finding))
    if findings:
        raise typer.Exit(FINDING)
    screen.say("Nothing found.")
