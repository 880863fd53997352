"""Carries out what a failed try asks for: the message waits, moves, or is given up aloud."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta

from bot.slack.delivery import Delivery
from bot.slack.pace import Gate
from bot.slack.recovery import LONGEST_WAIT, PROBLEMS, Kind, Remedy, Trouble, remedy_for
from bot.store import outbox
from bot.store.outbox import Message

Alarm = Callable[[str, Message | None], Awaitable[None]]
PATIENCE = 5  # tries of what should have helped, before it is given up
BACKOFF_LONGEST = 60.0


@dataclass(slots=True)
class Mending:
    """One way for each kind of trouble; `grace` is how long Slack may take to show what it took."""

    delivery: Delivery
    alarm: Alarm
    grace: float
    slow: float
    gate: Gate = field(default_factory=Gate)
    _tries: Counter[str] = field(default_factory=Counter)
    _alarmed: set[tuple[str, str]] = field(default_factory=set)

    def well(self, message: Message) -> None:
        """Forget the troubles of a message that came through, and of its channel."""
        self._tries.pop(message.key, None)
        if self._alarmed:
            self._alarmed = {
                (code, place) for code, place in self._alarmed if place not in ("", message.channel)
            }

    async def mend(self, message: Message, trouble: Trouble) -> None:
        """Do what the trouble asks for, so that the next try is a better one."""
        self._tries[message.key] += 1
        remedy, known = trouble.remedy, trouble.known
        match remedy.kind:
            case Kind.WAIT:
                await self._wait(message, remedy, known)
            case Kind.UNKNOWN:
                await self._postpone(message, self._backoff(message, self.grace), known)
            case Kind.STOP:
                await self._stop(message, remedy, known)
            case Kind.POST_ANEW:
                self.delivery.forget(message)
                await self.delivery.lease.mark(outbox.vanished, message)
            case Kind.TOP_LEVEL if message.thread_of and message.ts is None:
                await self.delivery.lease.mark(outbox.unthread, message)
            case _:
                await self._try_otherwise(message, remedy, known)

    async def _wait(self, message: Message, remedy: Remedy, known: bool) -> None:
        if message.ts is not None:
            self.delivery.pace.changes.hold(remedy.seconds)  # the limit is one for all changes
        if remedy.code == "missing_scope":
            await self._tell("", remedy.code, None)
        again = self._backoff(message, 0.5) if remedy.code.endswith("Error") else remedy.seconds
        await self._postpone(message, again, known)

    async def _stop(self, message: Message, remedy: Remedy, known: bool) -> None:
        self.gate.close(self.slow)
        await self._postpone(message, 0, known)
        await self._tell("", remedy.code, None)

    async def _try_otherwise(self, message: Message, remedy: Remedy, known: bool) -> None:
        """Enter or find the channel, or simply try again; what does not help in time is given up."""
        if self._tries[message.key] >= PATIENCE or not await self._helped(message, remedy):
            await self.delivery.lease.mark(outbox.gave_up, message, remedy.code, known)
            self._tries.pop(message.key, None)
            await self._tell(message.channel, remedy.code, message)
        else:
            await self._postpone(message, self._backoff(message, self.grace / 4), known)

    async def _helped(self, message: Message, remedy: Remedy) -> bool:
        match remedy.kind:
            case Kind.JOIN:
                return await self._join(message)
            case Kind.FIND_CHANNEL if message.ts is None:
                return await self._find_channel(message)
        return remedy.kind is Kind.PUZZLED

    async def _join(self, message: Message) -> bool:
        """Enter a public channel; a private one needs an invitation by a person."""
        try:
            channel_id = message.channel_id or await self.delivery.channels.id_of(message.channel)
            await self.delivery.client.conversations_join(channel=str(channel_id))
        except PROBLEMS as problem:
            return remedy_for(problem).kind in (Kind.WAIT, Kind.UNKNOWN)
        return True

    async def _find_channel(self, message: Message) -> bool:
        """Whether our name for the channel means another one by now."""
        try:
            before = await self.delivery.channels.id_of(message.channel)
            self.delivery.channels.forget(message.channel)
            return await self.delivery.channels.id_of(message.channel) not in (None, before)
        except PROBLEMS as problem:
            return remedy_for(problem).kind in (Kind.WAIT, Kind.UNKNOWN)

    async def _postpone(self, message: Message, seconds: float, known: bool) -> None:
        until = self.delivery.machine() + timedelta(seconds=min(seconds, LONGEST_WAIT))
        await self.delivery.lease.mark(outbox.postponed, message, until, known)

    def _backoff(self, message: Message, first: float) -> float:
        return float(min(first * 2 ** min(self._tries[message.key] - 1, 10), BACKOFF_LONGEST))

    async def _tell(self, place: str, code: str, message: Message | None) -> None:
        """Raise an alarm once, until things are well again there."""
        if (code, place) not in self._alarmed:
            self._alarmed.add((code, place))
            await self.alarm(code, message)
