"""Polling a source: what it says goes in batch by batch, what cannot be read waits in quarantine."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from bot.kit import Kit
from bot.services import intake, polls
from bot.services.intake import Taken
from bot.sources import health
from bot.sources.feed import Feed
from bot.sources.fetched import FeedFailed, Fetch, in_batches
from bot.store.polls import Poll, Quarantined


async def poll(kit: Kit, feed: Feed) -> Poll:
    """Poll once, take everything in, and keep the count; a feed that fails is an alarm, never an end."""
    at = kit.clock.story()
    taken, bad = Taken(), list[Quarantined]()
    files: Sequence[str] = ()
    try:
        fetch = await feed.source.fetch(at)
        taken, bad, files = await _take_in(kit, fetch, at)
        fetch.taken()
        seen = health.poll_of(fetch)
    except FeedFailed as failed:
        seen = health.failed_poll(at, failed)
    alarms = feed.judge(seen)
    good = seen.seen - seen.bad - seen.filtered
    count = Poll(
        feed.source.name, at, seen.seen, good, seen.bad, seen.filtered, taken.fresh, taken.changed, alarms
    )
    await kit.store.write(polls.finish, at, count, bad, files, feed.source.remembered())
    return count


async def _take_in(kit: Kit, fetch: Fetch, at: datetime) -> tuple[Taken, list[Quarantined], Sequence[str]]:
    taken, bad = Taken(), list[Quarantined]()
    batches = in_batches(fetch.reports)
    while batch := await asyncio.to_thread(next, batches, None):
        taken += await kit.store.write(intake.take, at, fetch.source, batch.reports)
        bad += [Quarantined(b.file, b.line, b.column, b.reason, b.raw_time) for b in batch.bad]
    return taken, bad, fetch.files
