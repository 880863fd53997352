"""The workspace's own clock: machine time, and time stamps that never repeat."""

import time

Seconds = float


def now() -> Seconds:
    """Say the machine's time as Slack does, in seconds since 1970."""
    return time.time()


def steady() -> Seconds:
    """Say how far the machine has come; never steps back."""
    return time.monotonic()


class Dial:
    """Which time the people here go by: the machine's, until somebody says another and how fast it runs."""

    def __init__(self) -> None:
        self._turns: list[tuple[Seconds, Seconds, float]] = []

    def turn(self, at: Seconds, speed: float) -> None:
        """Go by another time from now on."""
        self._turns.append((now(), at, speed))

    def told(self) -> list[dict[str, float]]:
        """Say every turn: since when (the machine's time), what time it was then, and how fast it runs."""
        return [{"since": since, "at": at, "speed": speed} for since, at, speed in self._turns]


class Stamps:
    """Gives each message a `ts` that is later than the one before."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> str:
        """Mint one `ts`, seconds and six digits."""
        self._last = max(self._last + 1, int(now() * 1_000_000))
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"
