"""`cofnod manifest`: the Slack app manifest, made from what is registered."""

import json
from typing import Annotated

import typer

from bot.cli import screen
from bot.cli.common import settings

EXAMPLES = (
    "cofnod manifest > manifest.json",
    "cofnod manifest --url https://cofnod.example.org/slack/events",
)


def command(
    url: Annotated[str | None, typer.Option(help="The request address, for signed HTTP.")] = None,
) -> None:
    """Print the Slack app manifest. Paste it where Slack asks for one."""
    ready = settings()
    from bot.app import manifest

    screen.say(json.dumps(manifest(ready, url), indent=2, ensure_ascii=False))
