"""How often a method may be called: Slack's tiers, as leaking buckets, at a factor that tests set."""

import math
from dataclasses import dataclass, field

from workspace import clock

TIERS = {1: 1, 2: 20, 3: 50, 4: 100, 5: 600}
POST_BURST = 4
POSTS_A_MINUTE = 400


@dataclass
class Bucket:
    """Leaks at `rate` a second and holds `size` calls."""

    size: float
    rate: float
    held: float = 0.0
    at: float = 0.0

    def wait(self, at: float) -> float:
        """Take one call, or say how long until there is room for it."""
        self.held = max(0.0, self.held - (at - self.at) * self.rate)
        self.at = at
        if self.held + 1 <= self.size:
            self.held += 1
            return 0.0
        return (self.held + 1 - self.size) / self.rate


@dataclass
class Limits:
    """All buckets; `factor` 1 is Slack's pace, 10 ten times that, 0 no limit at all."""

    factor: float = 1.0
    buckets: dict[str, Bucket] = field(default_factory=dict)

    def retry_after(self, method: str, tier: int, channel: str | None) -> int:
        """Say how many seconds a caller must wait, 0 when the call may go on."""
        if not self.factor:
            return 0
        waits = [self._wait(*bucket) for bucket in self._buckets(method, tier, channel)]
        return math.ceil(max(waits))

    def set(self, factor: float) -> None:
        """Change the pace and forget what was counted."""
        self.factor = factor
        self.buckets.clear()

    def _buckets(self, method: str, tier: int, channel: str | None) -> list[tuple[str, float, float]]:
        if method == "chat.postMessage":
            everywhere = ("post", POSTS_A_MINUTE / 4, POSTS_A_MINUTE / 60)
            return [(f"post:{channel}", POST_BURST, 1.0), everywhere]
        return [(method, TIERS[tier], TIERS[tier] / 60)]

    def _wait(self, name: str, size: float, rate: float) -> float:
        bucket = self.buckets.setdefault(name, Bucket(size, rate * self.factor))
        return bucket.wait(clock.steady())
