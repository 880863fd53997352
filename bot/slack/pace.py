"""How fast we may speak: Slack's own limits, kept on our side so that it seldom has to say no."""

import asyncio
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Rates:
    """What Slack grants; a rate of 0 is no limit."""

    posts_a_second: float = 1.0  # in each channel
    post_burst: int = 3
    direct_a_minute: float = 380.0  # to people together; Slack grants some 400 posts a minute everywhere
    direct_burst: int = 80
    changes_a_minute: float = 50.0  # everywhere together
    change_burst: int = 20
    homes_a_minute: float = 100.0


@dataclass(slots=True)
class Bucket:
    """Lets calls through at a rate, after a small burst, in the order in which they came."""

    rate: float
    burst: int
    _full_at: float = field(default=0.0)

    async def take(self) -> None:
        """Wait for one's turn."""
        if not self.rate:
            return
        now = asyncio.get_running_loop().time()
        self._full_at = max(self._full_at, now) + 1 / self.rate
        await asyncio.sleep(max(0.0, self._full_at - self.burst / self.rate - now))

    def hold(self, seconds: float) -> None:
        """Let nobody through for so long: Slack said so."""
        if self.rate:
            now = asyncio.get_running_loop().time()
            self._full_at = max(self._full_at, now + seconds + self.burst / self.rate)


class Pace:
    """A bucket for each channel's posts; one each for what goes to people, changes, and Home tabs."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates
        self._posts: dict[str, Bucket] = {}
        together = rates.direct_a_minute / 60 if rates.posts_a_second else 0.0
        self.people = Bucket(together, rates.direct_burst)
        self.changes = Bucket(rates.changes_a_minute / 60, rates.change_burst)
        self.homes = Bucket(rates.homes_a_minute / 60, rates.change_burst)

    def posts(self, channel_id: str) -> Bucket:
        """The bucket of one channel."""
        new = Bucket(self._rates.posts_a_second, self._rates.post_burst)
        return self._posts.setdefault(channel_id, new)


class Gate:
    """Closed for a while when Slack refuses us altogether."""

    def __init__(self) -> None:
        self._opens_at = 0.0

    @property
    def opens_in(self) -> float:
        """How many seconds are left."""
        return max(0.0, self._opens_at - asyncio.get_running_loop().time())

    def close(self, seconds: float) -> None:
        """Let nobody through for so long."""
        self._opens_at = asyncio.get_running_loop().time() + seconds
