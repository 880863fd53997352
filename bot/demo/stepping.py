"""A clock that stands still until somebody moves it, and all that it wakes, always in the same order."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.app import App, dispatcher_of
from bot.clock import Clock, machine
from bot.config import Settings
from bot.demo.drop import Exporter
from bot.feeds import feeds_of
from bot.slack.outbound import Rates, Tempo
from bot.sources.feed import Feed
from jobs.poll import poll
from jobs.waking import wake

AT_ONCE = Tempo(gather=0, rates=Rates(posts_a_second=0, changes_a_minute=0))
STRIDE = timedelta(minutes=30)
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


Show = Callable[[datetime], Awaitable[None]]


@dataclass(slots=True)
class Hands:
    """Where the hands of a clock point (UTC)."""

    at: datetime


@dataclass(frozen=True, slots=True)
class SteppedClock(Clock):
    """Story time that moves only when it is told to."""

    hands: Hands = field(default_factory=lambda: Hands(machine()))

    def story(self) -> datetime:
        """Where the hands point."""
        return self.hands.at


@dataclass(slots=True)
class Stepper:
    """Moves the clock, and does after each stride what the timetable would have done."""

    clock: SteppedClock
    app: App
    exporter: Exporter
    feeds: Sequence[Feed]
    show: Show

    async def to(self, at: datetime) -> None:
        """Move the clock to an instant; at every half hour in between all that it wakes is done."""
        while (halt := self._next_halt()) <= at:
            since, self.clock.hands.at = self.clock.hands.at, halt
            await self.show(halt)
            await self.tick(since)
        self.clock.hands.at = max(at, self.clock.hands.at)
        await self.show(self.clock.hands.at)

    def _next_halt(self) -> datetime:
        passed = (self.clock.hands.at - EPOCH) // STRIDE
        return EPOCH + (passed + 1) * STRIDE

    async def tick(self, since: datetime = EPOCH) -> None:
        """What came due since an instant, up to the last message that Slack should show."""
        await asyncio.to_thread(self.exporter.write, self.clock.story())
        for feed in self.feeds:
            await poll(self.app.kit, feed)
        await wake(self.app.kit, since)
        await self.app.dispatcher.settle()


@asynccontextmanager
async def stepping(
    settings: Settings, clock: SteppedClock, app: App, exporter: Exporter, show: Show
) -> AsyncIterator[Stepper]:
    """The working half of the bot, moved by hand: nothing in it waits for the machine's clock."""
    app.dispatcher = dispatcher_of(app.kit, app.client, app.listeners.directory, AT_ONCE)
    async with feeds_of(settings, app.kit) as feeds:
        runner = asyncio.create_task(app.dispatcher.run())
        stepper = Stepper(clock, app, exporter, feeds, show)
        try:
            await stepper.tick()
            yield stepper
        finally:
            await app.dispatcher.drain(5.0)
            await asyncio.gather(runner, return_exceptions=True)
