"""`cofnod serve`: Slack, the clock and the dispatcher, until it is stopped."""

import asyncio
from enum import StrEnum
from typing import Annotated

import typer

from bot.cli.common import settings

EXAMPLES = ("cofnod serve", "COFNOD_MODE=http PORT=3000 cofnod serve --only web", "cofnod serve --only work")


class Half(StrEnum):
    """The two halves that may run apart."""

    WEB = "web"
    WORK = "work"


def command(
    only: Annotated[
        Half | None, typer.Option(help="web answers people; work keeps the clock and delivers.")
    ] = None,
) -> None:
    """Serve a Slack workspace. Over Socket Mode, or signed HTTP with COFNOD_MODE=http."""
    ready = settings().for_serving()
    from bot.app import serve
    from bot.logs import start_logging

    start_logging()
    asyncio.run(serve(ready, only.value if only else None))
