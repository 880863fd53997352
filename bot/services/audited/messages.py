"""Messages: whatever was put is shown by Slack, or was refused by it for good."""

from collections.abc import Iterator, Sequence

from bot.domain.auditing import Due, Kind, Window
from bot.services.audited.reading import Reading
from bot.store import auditing as stored
from bot.store.misses import Miss
from bot.store.work import Work

OWN = "misses:"  # the auditor's own messages: while Slack takes none, each would tell of the one before


def untold(work: Work, window: Window) -> Iterator[Due]:
    """The messages that have waited for so long that nobody can call them told."""
    until = window.now - window.patience.showing
    if window.since <= until:
        for key, put_at in stored.unshown(work, until):
            if window.begin < put_at and not key.startswith(OWN):
                yield Due(Kind.MESSAGE, key, put_at)


def told(work: Work, missed: Sequence[Miss]) -> set[str]:
    """Those that Slack shows by now, or will never take: the operations channel has heard of these."""
    return stored.dealt_with(work, [miss.what for miss in missed])


MESSAGES = Reading(Kind.MESSAGE, untold, told)
