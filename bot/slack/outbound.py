"""The dispatcher: what Slack should show becomes what Slack shows, never lost and never doubled."""

import asyncio
import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex
from typing import Any, Protocol

from slack_sdk.web.async_client import AsyncWebClient

from bot.pulse import Beat, nothing
from bot.slack.aftermath import Aftermath
from bot.slack.delivery import Accepted, Channels, Compose, Composed, Delivery
from bot.slack.lease import Lease, LeaseLost
from bot.slack.mending import Alarm, Mending
from bot.slack.pace import Pace, Rates
from bot.slack.recovery import LONGEST_WAIT, Trouble
from bot.store import outbox
from bot.store.leases import Fenced
from bot.store.outbox import Lane, Message
from bot.store.store import Store

__all__ = ["Channels", "Composed", "Dispatcher", "Rates", "Tempo"]
log = logging.getLogger(__name__)


class StoryClock(Protocol):
    """Knows the story's present."""

    def story(self) -> datetime:
        """The story's present (UTC)."""


@dataclass(frozen=True, slots=True)
class Tempo:
    """How long the dispatcher waits for what, in seconds of machine time."""

    grace: float = 5.0  # after an unknown outcome, before looking whether Slack took the message
    tick: float = 1.0  # between looks for what other processes put
    gather: float = 0.05  # from a put to the look for it: the ack goes first, and one look serves several
    lease: float = 6.0
    slow: float = 60.0  # between tries while Slack refuses the app altogether
    rates: Rates = field(default_factory=Rates)


class Dispatcher:
    """Delivers the outbox; any number of processes may run one, and one of them at a time is at work.

    In each channel new messages go out one after the other, and so do changes of old ones: a message that
    waits holds those after it.
    """

    def __init__(
        self,
        store: Store,
        client: AsyncWebClient,
        compose: Compose,
        channels: Channels,
        clock: StoryClock,
        accepted: Accepted,
        alarm: Alarm,
        *,
        machine: Callable[[], datetime],
        tempo: Tempo = Tempo(),
        holder: str = "",
        beat: Beat = nothing,
    ) -> None:
        self._store, self._story, self._machine, self._tempo = store, clock.story, machine, tempo
        name = holder or f"{socket.gethostname()}:{token_hex(4)}"
        self._lease = Lease(store, clock.story, machine, name, tempo.lease)
        self._aftermath = Aftermath(store, client, clock.story)
        self._delivery = Delivery(
            store, client, compose, channels, clock.story, machine, accepted, Pace(tempo.rates), self._lease,
            self._aftermath,
        )  # fmt: skip
        self._mending = Mending(self._delivery, alarm, tempo.grace, tempo.slow)
        self._woken, self._moved = asyncio.Event(), asyncio.Event()
        self._busy: set[Lane] = set()
        self._rests_until: dict[Lane, float] = {}
        self._runner: asyncio.Task[Any] | None = None
        self._began, self._beat = 0.0, beat
        self.at_work = False  # whether this one holds the lease and delivers

    @property
    def lease_seconds(self) -> float:
        """For how long the right to deliver lasts, without being renewed."""
        return self._tempo.lease

    def wake(self) -> None:
        """Look at once for what there is to send."""
        self._woken.set()

    async def run(self) -> None:
        """Deliver until cancelled or drained; whatever goes wrong is logged and begun again."""
        self._runner = asyncio.current_task()
        try:
            while True:
                [end] = await asyncio.gather(self._term(), return_exceptions=True)
                log.warning("the dispatcher begins again after %r", end, exc_info=end)
                await asyncio.sleep(self._tempo.tick)
        finally:
            self._runner = None
            await self._lease.give_back()

    async def drain(self, seconds: float) -> None:
        """Send what may be sent within so many seconds, then stop and let another take over."""
        runner = self._runner
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.settle()
        if runner is not None:
            runner.cancel()
            await asyncio.wait([runner])
        await self._aftermath.settle(seconds)

    async def settle(self, patience: float = 0.0) -> None:
        """Return when nothing is unsent that may be sent within `patience` seconds from now."""
        runner = None if self._runner else asyncio.ensure_future(self.run())
        try:
            self.wake()
            while not await self._quiet(patience):
                await _heard(self._moved, self._tempo.tick)
        finally:
            if runner is not None:
                runner.cancel()
                await asyncio.wait([runner])

    async def _quiet(self, patience: float) -> bool:
        self._moved.clear()
        lanes = await self._store.read(outbox.lanes, self._story())
        soon = asyncio.get_running_loop().time() + patience
        return all(self._rests_until.get(lane, 0.0) > soon for lane in lanes)

    async def _term(self) -> None:
        """Wait for the lease, then work for as long as it is ours."""
        await self._lease.win(self._tempo.tick, self._beat)
        self._busy.clear()
        self._began = asyncio.get_running_loop().time()
        self.at_work = True
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._lease.keep())
                group.create_task(self._watch(group))
        finally:
            self.at_work = False

    async def _watch(self, group: asyncio.TaskGroup) -> None:
        while True:
            self._woken.clear()
            for lane in await self._store.read(outbox.lanes, self._story()):
                if lane not in self._busy:
                    self._busy.add(lane)
                    group.create_task(self._work(lane))
            self._beat()
            await _heard(self._woken, self._tempo.tick)
            await asyncio.sleep(self._tempo.gather)

    async def _work(self, lane: Lane) -> None:
        """Send the messages of one lane, each in its time; what is wrong here stops no other lane."""
        try:
            going: bool | BaseException = True
            while going is not False:
                [going] = await asyncio.gather(self._turn(lane), return_exceptions=True)
                if isinstance(going, LeaseLost | Fenced):
                    raise going
                if isinstance(going, BaseException):
                    log.warning("%s waits after %r", lane, going, exc_info=going)
                    await self._rest(lane, self._tempo.tick)
        finally:
            self._busy.discard(lane)
            self._moved.set()
            self.wake()  # something may have been put after our last look

    async def _turn(self, lane: Lane) -> bool:
        """Try the lane's next message, or wait for its time; False where there is none."""
        message = await self._next(lane)
        if message is None:
            return False
        seconds = max(self._mending.gate.opens_in, self._wait_of(message))
        if seconds > 0:
            await self._rest(lane, seconds)
        else:
            await self._try(message)
        return True

    async def _next(self, lane: Lane) -> Message | None:
        """The lane's first message, or the one whose thread it joins where that has not been posted yet."""
        message = await self._store.read(outbox.head, self._story(), lane)
        root = await self._delivery.root_of(message) if message else None
        return root if root and root.ts is None and root.channel == lane.channel else message

    async def _rest(self, lane: Lane, seconds: float) -> None:
        self._rests_until[lane] = asyncio.get_running_loop().time() + seconds
        self._moved.set()
        try:
            await asyncio.sleep(seconds)
        finally:
            del self._rests_until[lane]

    def _wait_of(self, message: Message) -> float:
        """How long it is until a message may be tried."""
        grace, now = self._tempo.grace, self._machine()
        seconds = (message.not_before - now).total_seconds() if message.not_before else 0.0
        if message.unknown_since is not None:
            seconds = max(seconds, grace - (now - message.unknown_since).total_seconds(), self._succession())
        return seconds if seconds <= LONGEST_WAIT else 0.0  # only a clock that was set back asks for more

    def _succession(self) -> float:
        """The last request of whoever was at work before us may have left just before we began."""
        return self._began + self._tempo.grace - asyncio.get_running_loop().time()

    async def _try(self, message: Message) -> None:
        try:
            await self._delivery.deliver(message)
        except Trouble as trouble:
            log.info("%s waits: %s", message.key, trouble, exc_info=trouble.__cause__)
            await self._mending.mend(message, trouble)
        else:
            self._mending.well(message)


async def _heard(event: asyncio.Event, seconds: float) -> None:
    """Wait for an event, but no longer than so."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
