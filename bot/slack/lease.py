"""One at a time, of all replicas: a lease that is renewed, given back, and checked at every mark."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

from bot.pulse import Beat, nothing
from bot.store.leases import fenced, hold, release
from bot.store.store import Store
from bot.store.work import Work

P = ParamSpec("P")
T = TypeVar("T")
Now = Callable[[], datetime]
NAME = "dispatcher"


class LeaseLost(Exception):
    """Another replica does it now, or may soon: nothing more may be done from here."""


class Lease:
    """The right to do what `name` says, for `seconds` after each renewal, which leaves a beat."""

    def __init__(
        self,
        store: Store,
        story: Now,
        machine: Now,
        holder: str,
        seconds: float,
        name: str = NAME,
        beat: Beat = nothing,
    ) -> None:
        self._store, self._story, self._machine = store, story, machine
        self.holder, self.seconds, self.name, self._beat = holder, seconds, name, beat
        self.epoch = 0
        self._ends = 0.0

    async def take(self) -> bool:
        """Take it; False where another has it."""
        begun, epoch = await self._ask()
        if epoch is not None:
            self.epoch, self._ends = epoch, begun + self.seconds
        return epoch is not None

    async def win(self, tick: float, beat: Beat = nothing) -> None:
        """Take it as soon as it is free, asking every `tick` seconds."""
        while not await self.take():  # nobody tells us when another's lease runs out
            beat()
            await asyncio.sleep(min(self.seconds / 3, tick))

    async def keep(self) -> None:
        """Renew it for ever; raises LeaseLost when another has it, or had it meanwhile."""
        while True:
            await asyncio.sleep(self.seconds / 3)
            begun, epoch = await self._ask()
            if epoch != self.epoch:
                raise LeaseLost  # not ours any more for what was begun before, even if we have it again
            self._ends = begun + self.seconds

    async def _ask(self) -> tuple[float, int | None]:
        begun = asyncio.get_running_loop().time()
        asked = self.name, self.holder, self.seconds, self._machine()
        epoch = await self._store.write(hold, self._story(), *asked)
        self._beat()
        return begun, epoch

    def check(self) -> None:
        """Ask before each call, by the steady clock: a process that was frozen wakes up without its lease."""
        if asyncio.get_running_loop().time() >= self._ends:
            raise LeaseLost

    async def mark(self, service: Callable[Concatenate[Work, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Write something only if the lease is still ours; raises Fenced."""
        return await self._store.write(fenced, self._story(), self.name, self.epoch, service, *args, **kwargs)

    async def give_back(self) -> None:
        """Let another take it at once."""
        self._ends = 0.0
        await self._store.write(release, self._story(), self.name, self.holder)
