"""Polling a source: what it says goes in batch by batch, what cannot be read waits in quarantine."""

import asyncio
from collections.abc import Container
from datetime import datetime

from bot.domain.incident import IncidentReport
from bot.kit import Kit
from bot.services import intake, polls
from bot.services.intake import Taken
from bot.sources import health
from bot.sources.feed import Feed
from bot.sources.fetched import FeedFailed, Fetch, in_batches
from bot.store.polls import Poll, Quarantined


async def poll(kit: Kit, feed: Feed) -> Poll:
    """Poll once, take everything in, and keep the count; a feed that fails is an alarm, never an end."""
    at, taken = kit.clock.story(), Taken()
    bad: list[Quarantined] = []
    files: Container[str] = ()
    try:
        fetch = await feed.source.fetch(at)
        taken, bad = await _take_in(kit, fetch, at)
        fetch.taken()
        seen, files = health.poll_of(fetch), fetch.covered
    except FeedFailed as failed:
        seen = health.failed_poll(at, failed)
    count = _count(feed, seen, taken)
    await kit.store.write(polls.finish, at, count, bad, files, feed.source.remembered())
    return count


def _count(feed: Feed, seen: health.Poll, taken: Taken) -> Poll:
    good = seen.seen - seen.bad - seen.filtered
    rows = seen.seen, good, seen.bad, seen.filtered
    return Poll(feed.source.name, seen.at, *rows, taken.fresh, taken.changed, feed.judge(seen), taken.too_old)


async def _take_in(kit: Kit, fetch: Fetch, at: datetime) -> tuple[Taken, list[Quarantined]]:
    taken, bad = Taken(), list[Quarantined]()
    batches = in_batches(fetch.reports)
    while batch := await asyncio.to_thread(next, batches, None):
        left = tuple(r for r in batch.reports if isinstance(r, IncidentReport))
        while left:
            taken += await kit.store.write(intake.take, at, fetch.source, left)
            left = taken.left
        bad += [Quarantined(b.file, b.line, b.column, b.reason, b.raw_time) for b in batch.bad]
    return taken, bad
