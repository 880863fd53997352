"""What the two ways to the app have in common: a delivery goes out, an ack or an error comes back."""

import asyncio
from dataclasses import dataclass
from typing import Any, Protocol

from workspace.faults import Rule
from workspace.kinds import Json

ACK_SECONDS = 3.0
COMMAND = "slash_commands"
INTERACTION = "interactive"
EVENT = "events_api"


@dataclass(frozen=True)
class Retry:
    """Which attempt this is, and what went wrong before."""

    number: int
    reason: str


@dataclass(frozen=True)
class Ack:
    """How a delivery ended; `body` is what the app answered with."""

    error: str | None = None
    body: Any = None
    status: int = 200


async def undergo(fault: Rule | None) -> bool:
    """Suffer what befalls a delivery on its way; say whether it is lost."""
    if fault is not None and fault.kind == "late":
        await asyncio.sleep(fault.seconds)
    return fault is not None and fault.kind == "lost"


class Transport(Protocol):
    """Carries one payload to the app."""

    async def deliver(self, kind: str, payload: Json, retry: Retry | None = None) -> Ack:
        """Hand over a payload and wait at most three seconds for the ack."""
