"""A demo that runs: an invented force, the bot, and a workspace that people can open in a browser."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.app import App, kit_of, manifest, running
from bot.clock import Clock
from bot.config import Settings
from bot.demo.drop import Exporter
from bot.demo.scenes import OPENING, Scene, load_scene
from bot.demo.setting import setting
from bot.demo.stepping import Hands, SteppedClock, Stepper, stepping
from bot.demo.weeks import lived
from bot.demo.workplace import workplace
from bot.demo.world import World
from bot.reports import measures
from workspace.app import Settings as Defaults
from workspace.click import Workspace

CHANNEL = "bcu-carmarthenshire"
EXPORT_SECONDS = 60.0  # of story time between two exports
PATIENCE_SECONDS = 60.0
WAITER = "U0GRIFFITHS"  # looks until the list is there: to the sergeant it is still unread


@dataclass(frozen=True, slots=True)
class Past:
    """How many days lie before a scene, and who is told of each that is made."""

    days: int
    made: Callable[[int], None]


@dataclass(slots=True)
class Demonstration:
    """Everything that there is to hold on to; `stepper` only where the clock is moved by hand."""

    workspace: Workspace
    app: App
    world: World
    settings: Settings
    clock: Clock
    stepper: Stepper | None = None
    begins_as: str = "U0MORGAN"

    @property
    def address(self) -> str:
        """Where a person begins: as one of its people, in their own channel."""
        return f"{self.workspace.url}?as={self.begins_as}&channel={CHANNEL}"

    async def move(self, hours: float = 0, minutes: float = 0) -> None:
        """Let story time pass; only where the clock is moved by hand."""
        await self.move_to(self.clock.story() + timedelta(hours=hours, minutes=minutes))

    async def move_to(self, at: datetime) -> None:
        """Let story time pass up to an instant; only where the clock is moved by hand."""
        assert self.stepper is not None, "the clock of this demonstration runs by itself"
        await self.stepper.to(at)


@asynccontextmanager
async def demonstration(
    port: int = 0, speed: float = 1, step: bool = False, scene: Scene | None = None, past: Past | None = None
) -> AsyncIterator[Demonstration]:
    """A demo, up and visible, while the block runs. Raises PortTaken.

    With `step` story time stands still until `move`, and a move returns when Slack shows what came of it.
    With `past` there are days before the scene; it is told how many of them are made.
    """
    scene = scene or load_scene(OPENING)
    async with AsyncExitStack() as stack:
        place = stack.enter_context(setting(scene))
        before = place.settings("http://127.0.0.1/api/", Defaults.bot_token, Defaults.app_token)
        opened = workplace(place.folder, manifest(before), port, 0 if step else 1)
        work = await stack.enter_async_context(opened)
        settings = place.settings(work.api_url, work.bot_token, work.app_token)
        await measures.loaded()
        await _live(settings, scene, past)
        clock = SteppedClock(hands=Hands(scene.starts)) if step else Clock.sped_up(scene.starts, speed)
        await work.go_by(clock.story(), 0 if step else speed)
        app = await stack.enter_async_context(running(settings, clock, "web" if step else None))
        demo = Demonstration(work, app, place.world, settings, clock, begins_as=scene.begins_as)
        if isinstance(clock, SteppedClock):
            moved = stepping(settings, clock, app, place.exporter, work.go_by)
            demo.stepper = await stack.enter_async_context(moved)
        else:
            await stack.enter_async_context(_exporting(place.exporter, clock))
        await work.person(WAITER).expect_message(f"#{CHANNEL}", "/", timeout=PATIENCE_SECONDS)
        yield demo


async def _live(settings: Settings, scene: Scene, past: Past | None) -> None:
    """Make the days before a scene, if there are any, one by one, so that it can be ended meanwhile."""
    if past is None:
        return
    store = kit_of(settings, Clock()).store
    days = lived(store, scene, past.days)
    try:
        while (done := await asyncio.to_thread(next, days, None)) is not None:
            past.made(done)
    finally:
        await asyncio.to_thread(store.close)


@asynccontextmanager
async def _exporting(exporter: Exporter, clock: Clock) -> AsyncIterator[None]:
    """The control room's system writes its export every so often."""
    writer = asyncio.create_task(_export(exporter, clock))
    try:
        yield
    finally:
        writer.cancel()
        with suppress(asyncio.CancelledError):
            await writer


async def _export(exporter: Exporter, clock: Clock) -> None:
    while True:
        await asyncio.to_thread(exporter.write, clock.story())
        await asyncio.sleep(max(clock.machine_seconds(EXPORT_SECONDS), 0.25))
