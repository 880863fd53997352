"""`cofnod demo`: a force's day beside a local workspace, nothing else needed."""

import asyncio
from typing import Annotated

import typer

from bot.cli import screen

EXAMPLES = (
    "cofnod demo",
    "cofnod demo --morning",
    "cofnod demo --port 8400 --speed 60",
    "cofnod demo --once",
    "cofnod demo --weeks 0",
)


def command(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where to listen; 0 is any free port.")] = 0,
    speed: Annotated[float, typer.Option(min=1, max=3600, help="How many times faster the day runs.")] = 10,
    once: Annotated[
        bool, typer.Option("--once", help="No browser: play one day, print what happened.")
    ] = False,
    morning: Annotated[
        bool, typer.Option("--morning", help="Begin on Friday at 08:20, ten minutes before a meeting.")
    ] = False,
    weeks: Annotated[int, typer.Option(min=0, max=5, help="How many made-up weeks lie before it.")] = 5,
) -> None:
    """Try it in a browser, with made-up people. Needs no Slack and no server."""
    from bot.demo import run

    raise typer.Exit(
        asyncio.run(run(port=port, speed=speed, once=once, screen=screen, morning=morning, weeks=weeks))
    )
