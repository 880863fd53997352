"""Judging a poll by those before it: alarms only; nothing is ever closed because a feed fell silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.sources.door import Alarms
from bot.sources.fetched import FeedFailed, Fetch


class Alarm(StrEnum):
    """What is wrong with a feed; the words are a template."""

    FAILED = "feed_failed"  # the poll brought nothing at all
    LATE = "feed_late"  # nothing was written, or answered, for too long
    EMPTY = "feed_empty"  # no rows
    SHRUNK = "feed_shrunk"  # far fewer rows than the polls before
    BROKEN = "feed_broken"  # a file or answer could not be read to its end
    MOSTLY_BAD = "feed_mostly_bad"  # more rows quarantined than taken: the export has changed


@dataclass(frozen=True, slots=True)
class Poll:
    """What there is to judge about one poll; `written_at` is when the force's system last gave a sign."""

    at: datetime
    seen: int = 0
    bad: int = 0
    filtered: int = 0
    written_at: datetime | None = None
    failed: str = ""
    broken: bool = False
    partial: bool = False  # some files were left for the next poll, or only news was asked for


def poll_of(fetch: Fetch) -> Poll:
    """The poll of a fetch whose reports have been read to the end."""
    tally = fetch.tally
    return Poll(
        fetch.at,
        tally.seen,
        tally.bad,
        tally.filtered,
        fetch.written_at,
        "",
        fetch.broken,
        fetch.partial or bool(fetch.waiting),
    )


def failed_poll(at: datetime, failure: FeedFailed) -> Poll:
    """The poll that failed."""
    return Poll(at, failed=failure.reason)


def whole(poll: Poll, alarms: Sequence[str]) -> bool:
    """Whether what a poll brought is all that the force's system has: else its silence says nothing."""
    return not (poll.failed or poll.broken or poll.partial or {*alarms} - {Alarm.LATE})


def _late(poll: Poll, before: Sequence[Poll], alarms: Alarms) -> bool:
    signs = [p.written_at for p in (*before, poll) if p.written_at]
    last = max(signs, default=min(p.at for p in (*before, poll)))
    return poll.at - last > alarms.late_after


def _shrunk(poll: Poll, before: Sequence[Poll], alarms: Alarms) -> bool:
    most = max((p.seen for p in before if not (p.failed or p.partial)), default=0)
    return most >= alarms.shrink_floor and poll.seen <= most * alarms.shrink_alarm


def _too_few(poll: Poll, before: Sequence[Poll], alarms: Alarms) -> list[Alarm]:
    if not poll.seen:
        return [Alarm.EMPTY] if alarms.empty else []
    return [Alarm.SHRUNK] if _shrunk(poll, before, alarms) else []


def judge(poll: Poll, before: Sequence[Poll], alarms: Alarms) -> tuple[Alarm, ...]:
    """The alarms of a poll, given some before it (oldest first; ten are plenty)."""
    found = []
    if _late(poll, before, alarms):
        found.append(Alarm.LATE)
    if poll.failed:
        return (Alarm.FAILED, *found)
    if poll.broken:
        found.append(Alarm.BROKEN)
    if not poll.partial:
        found.extend(_too_few(poll, before, alarms))
    if poll.bad * 2 > poll.seen - poll.filtered and not (poll.partial and poll.bad < alarms.shrink_floor):
        found.append(Alarm.MOSTLY_BAD)
    return tuple(found)
