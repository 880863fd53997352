"""The two clocks, owned by the entry point: everybody else is handed an instant."""

from dataclasses import dataclass
from datetime import UTC, datetime


def machine() -> datetime:
    """The machine's present (UTC): for signatures, leases, time-outs and Retry-After."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """Story time: the machine's own, unless a demo began it elsewhere (`starts`) and speeds it up."""

    speed: float = 1.0
    starts: datetime | None = None
    began: datetime | None = None

    @classmethod
    def sped_up(cls, starts: datetime, speed: float) -> "Clock":
        """A clock that shows `starts` now and runs `speed` times as fast as the machine's."""
        return cls(speed, starts, machine())

    def story(self) -> datetime:
        """The story's present (UTC)."""
        if self.starts is None or self.began is None:
            return machine()
        return self.starts + (machine() - self.began) * self.speed

    def machine_seconds(self, story_seconds: float) -> float:
        """How long a stretch of story time takes on the machine's clock."""
        return story_seconds / self.speed
