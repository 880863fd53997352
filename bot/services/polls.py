"""Closing a poll: its count, the rows that wait, and an alarm where the feed is not well."""

from collections.abc import Container, Mapping, Sequence
from typing import Any

from bot.store import outbox
from bot.store import polls as stored
from bot.store.polls import Poll, Quarantined
from bot.store.work import Work


def finish(
    work: Work, poll: Poll, bad: Sequence[Quarantined], files: Container[str], memory: Mapping[str, Any]
) -> None:
    """Keep a poll's count and quarantine; a new alarm goes to the operations channel once.

    `files` says which of the rows that wait were read again: those that are bad no longer are cleared.

    A poll that brought and changed nothing, and alarms nobody, writes nothing.
    """
    stored.remember(work, poll.source, memory)
    before = stored.newest(work, poll.source, 1)
    stored.keep_aside(work, poll.source, bad)
    if files:
        stored.clear(work, poll.source, files, {(b.file, b.line, b.column) for b in bad})
    if not before or not _says_the_same(poll, before[0]):
        stored.note(work, poll)
        known = before[0].alarms if before else ()
        for alarm in (a for a in poll.alarms if a not in known):
            _raise_alarm(work, poll.source, alarm)


def _says_the_same(poll: Poll, before: Poll) -> bool:
    return not poll.fresh and not poll.changed and _trouble(poll) == _trouble(before)


def _trouble(poll: Poll) -> tuple[tuple[str, ...], int, int]:
    return poll.alarms, poll.bad, poll.too_old


def _raise_alarm(work: Work, source: str, alarm: str) -> None:
    key = f"alarm:{source}:{alarm}:{work.at.isoformat()}"
    outbox.put(work, key, work.force.operations_channel, "alarm", f"{source}|{alarm}")
