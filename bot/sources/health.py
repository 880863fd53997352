"""Judging a poll by those before it: alarms only; nothing is ever closed because a feed fell silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
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


TOO_FEW = frozenset({Alarm.EMPTY, Alarm.SHRUNK})
DAY = timedelta(days=1)
RECENT = 10


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
    left_out: bool = False  # some files were left for the next poll
    recalled: bool = False  # from the database: what the force's system gave as a sign is not known any more

    @property
    def counts(self) -> bool:
        """Whether its count says how much the force's system has."""
        return not (self.failed or self.partial)


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
        bool(fetch.waiting),
    )


def failed_poll(at: datetime, failure: FeedFailed, good: int = 0, bad: int = 0) -> Poll:
    """The poll that failed, with the rows that went in before."""
    return Poll(at, good + bad, bad, failed=failure.reason)


def whole(poll: Poll, alarms: Sequence[str], shrank: bool = False) -> bool:
    """Whether a poll was read to its end, or from the mark to the end: else silence says nothing.

    `shrank`: the last count of everything was alarmingly small, which a poll of the news does not mend.
    """
    news = poll.partial and shrank
    return not (poll.failed or poll.broken or poll.left_out or news or {*alarms} - {Alarm.LATE})


def worth_keeping(polls: Sequence[Poll]) -> list[Poll]:
    """Those of some polls (oldest first) by which later ones are judged.

    The last ten, the last sign of life, the last count of everything, and the largest ones of a day.
    """
    sign = max(polls, key=lambda p: (p.written_at is not None, p.written_at or p.at))
    keep, most = {sign, *polls[-RECENT:]}, -1
    for poll in reversed(polls):
        if poll.counts and poll.seen > most and (most < 0 or polls[-1].at - poll.at <= DAY):
            keep.add(poll)
            most = poll.seen
    return [poll for poll in polls if poll in keep]


def _late(poll: Poll, before: Sequence[Poll], alarms: Alarms) -> bool:
    signs = [p.written_at for p in (*before, poll) if p.written_at]
    last = max(signs, default=min(p.at for p in (*before, poll) if not p.recalled))
    return poll.at - last > alarms.late_after


def _shrunk(poll: Poll, before: Sequence[Poll], alarms: Alarms) -> bool:
    """By the largest count of the last day, and by the last one, however old it is."""
    counts = [p for p in before if p.counts]
    most = max((p.seen for p in counts if p is counts[-1] or poll.at - p.at <= DAY), default=0)
    return most >= alarms.shrink_floor and poll.seen <= most * alarms.shrink_alarm


def _too_few(poll: Poll, before: Sequence[Poll], alarms: Alarms) -> list[Alarm]:
    if not poll.seen:
        return [Alarm.EMPTY] if alarms.empty else []
    return [Alarm.SHRUNK] if _shrunk(poll, before, alarms) else []


def judge(poll: Poll, before: Sequence[Poll], alarms: Alarms) -> tuple[Alarm, ...]:
    """The alarms of a poll, given some before it (oldest first; those `worth_keeping` do)."""
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
