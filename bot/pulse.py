"""The pulse of one process: every loop leaves a beat, so that one that stopped shows."""

import asyncio
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from secrets import token_hex
from time import monotonic
from typing import NamedTuple

SHORTEST = 20.0  # seconds: a loop that turns more often is judged as though it turned so often
LATE = 1.5  # intervals without a beat: with the look that finds it, that is within two
LOOKS = 4  # looks in the shortest interval
Beat = Callable[[], None]


class Silent(NamedTuple):
    """A loop that has left no beat for too long, and for how many seconds."""

    loop: str
    seconds: float


def nothing() -> None:
    """The beat of a loop that nobody watches."""


def _name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}:{token_hex(2)}"


@dataclass(slots=True)
class Pulse:
    """The loops of one process, each expected to beat every so many seconds of machine time.

    `replica` is the process's name among those that share a database; `steady` a clock that nobody sets.
    """

    replica: str = field(default_factory=_name)
    shortest: float = SHORTEST
    steady: Callable[[], float] = monotonic
    _every: dict[str, float] = field(default_factory=dict)
    _beats: dict[str, float] = field(default_factory=dict)

    @property
    def look_every(self) -> float:
        """How many seconds may pass between two looks for what is silent."""
        return self.shortest / LOOKS

    @property
    def patience(self) -> float:
        """After how many seconds a process that says nothing at all is silent."""
        return self.shortest * LATE

    def interval(self, loop: str) -> float:
        """The seconds in which a loop should leave a beat."""
        return self._every[loop]

    def expect(self, loop: str, every: float) -> Beat:
        """Watch a loop from now on; gives what it calls to leave a beat."""
        self._every[loop] = max(every, self.shortest)
        self.beat(loop)
        return partial(self.beat, loop)

    def beat(self, loop: str) -> None:
        """Note that a loop has done its work once more."""
        self._beats[loop] = self.steady()

    def leave(self, loop: str) -> None:
        """Watch a loop no longer: it was ended on purpose."""
        self._every.pop(loop, None)

    async def rest(self) -> None:
        """Wait until the next look; whoever was frozen meanwhile gives every loop another interval."""
        begun = self.steady()
        await asyncio.sleep(self.look_every)
        if self.steady() - begun > self.patience:
            self._beats = dict.fromkeys(self._beats, self.steady())

    def silent(self) -> tuple[Silent, ...]:
        """The loops that have left no beat for one and a half of their intervals, by name."""
        now = self.steady()
        ages = {loop: now - self._beats[loop] for loop in sorted(self._every)}
        return tuple(Silent(loop, age) for loop, age in ages.items() if age > LATE * self._every[loop])
