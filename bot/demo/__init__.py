"""The demo: an invented force beside a local workspace, with a made-up cast."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Any

from bot.demo.day import played, untouched
from bot.demo.scenes import DAY, MORNING, OPENING, Scene, load_scene
from bot.demo.script import Script, load_script
from bot.demo.shown import Screen, Shown, shown
from bot.demo.stage import Demonstration, Past, demonstration
from bot.demo.weeks import WEEKS
from bot.demo.workplace import PortTaken

OK, NOT_HELD, USAGE = 0, 1, 2
ZONE = "Europe/London"


async def run(
    *, port: int, speed: float, once: bool, screen: Screen, morning: bool = False, weeks: int = WEEKS
) -> int:
    """Run the demo until it is stopped, or with `once` play a day; gives the exit code."""
    tell = shown(screen)
    try:
        if once:
            return await play(tell, load_script(DAY, ZONE))
        return await _open(tell, port, speed, load_scene(MORNING if morning else OPENING), 7 * weeks)
    except PortTaken:
        screen.complain(tell.line("port_taken", port=port))
        return USAGE


async def play(tell: Shown, script: Script, meddle: Callable[[Demonstration], None] = untouched) -> int:
    """Play a day, tell what it came to, and give the exit code.

    It is 0 only if the day went as it is written, and the trail is whole. `meddle` comes between the day and
    its verification, to prove that it would be found.
    """
    with tell.screen.working(tell.line("playing", at=script.scene.starts)):
        day = await played(script, meddle)
    tell.day(day)
    return OK if day.well else NOT_HELD


async def _open(tell: Shown, port: int, speed: float, scene: Scene, days: int) -> int:
    """Until Ctrl-C, or until somebody ends the process kindly; everything is put away afterwards."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # that a tick is skipped is no news here
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stop.set)
    async with AsyncExitStack() as stack:
        stack.enter_context(suppress(_Ended))
        demo = await stack.enter_async_context(
            _with_a_past(tell, stop, days, port=port, speed=speed, scene=scene)
        )
        tell.up(demo, speed)
        await stop.wait()
    return OK


@asynccontextmanager
async def _with_a_past(
    tell: Shown, stop: asyncio.Event, days: int, **opening: Any
) -> AsyncIterator[Demonstration]:
    """A demo with the weeks before its scene, whose making is shown. Raises _Ended if ended meanwhile."""
    async with AsyncExitStack() as stack:
        with tell.screen.working(tell.line("weeks")) as made:

            def told(done: int) -> None:
                if stop.is_set():
                    raise _Ended
                made(done)

            past = Past(days, told) if days else None
            demo = await stack.enter_async_context(demonstration(**opening, past=past))
        yield demo


class _Ended(Exception):
    """Somebody ends the demo while its past is made."""
