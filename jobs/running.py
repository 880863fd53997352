"""The edge of the loop: a job that fails is told to the log and tried again at its next tick."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

log = logging.getLogger("cofnod.jobs")


def ticking(name: str, run: Callable[[], Awaitable[Any]]) -> Callable[[], Awaitable[None]]:
    """A job as the scheduler runs it: no failure of one tick ends the ticking."""

    async def tick() -> None:
        try:
            await run()
        except Exception:
            log.exception("job %s failed and will be tried again", name)

    return tick
