"""Messages: whatever was put is shown by Slack, or was refused by it for good."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.domain.auditing import Due, Kind, Window
from bot.services.audit.reading import Reading
from bot.services.speaking_up import BULLETIN as CONFIDENCE
from bot.store import auditing as stored
from bot.store.misses import Miss
from bot.store.work import Work

A_DAY = timedelta(days=1)
OWN = "misses:"  # the auditor's own messages: while Slack takes none, each would tell of the one before


def untold(work: Work, window: Window) -> Iterator[Due]:
    """The messages that have waited for so long that nobody can call them told."""
    until = window.now - window.patience.showing
    if window.since <= until:
        for key, put_at in stored.unshown(work, until):
            if window.begin < put_at and not key.startswith(OWN) and not _young(key, put_at, until):
                yield Due(Kind.MESSAGE, key, put_at)


def _young(key: str, put_at: datetime, until: datetime) -> bool:
    """Whether it is a word in confidence of a day that lasts: it bears the day alone, as if put at midnight.

    Judged by the hour it would be late at once, and the miss would tell when somebody spoke up.
    """
    return key.startswith(f"{CONFIDENCE}:") and put_at + A_DAY > until


def told(work: Work, missed: Sequence[Miss]) -> set[str]:
    """Those that Slack shows by now, or will never take: the operations channel has heard of these."""
    return stored.dealt_with(work, [miss.what for miss in missed])


MESSAGES = Reading(Kind.MESSAGE, untold, told)
