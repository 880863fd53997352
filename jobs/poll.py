"""Polling a source: what it says goes in batch by batch, what cannot be read waits in quarantine."""

import asyncio
from collections.abc import Container
from datetime import datetime
from typing import Any

from bot.kit import Kit
from bot.services import crimes, intake, lapsing, polls
from bot.services.intake import Taken
from bot.sources import health
from bot.sources.feed import Feed
from bot.sources.fetched import FeedFailed, Fetch, in_batches
from bot.store.polls import Poll, Quarantined

TAKE: dict[str, Any] = {"incidents": intake.take, "crimes": crimes.take}


async def poll(kit: Kit, feed: Feed) -> Poll:
    """Poll once, take everything in, and keep the count; a feed that fails is an alarm, never an end."""
    at, taken, fetch = kit.clock.story(), Taken(), None
    bad: list[Quarantined] = []
    files: Container[str] = ()
    try:
        fetch = await feed.source.fetch(at)
        taken, bad = await _take_in(kit, feed, fetch, at)
        fetch.taken()
        seen, files = health.poll_of(fetch), fetch.covered
    except FeedFailed as failed:
        seen = health.failed_poll(at, failed)
    count = _count(feed, seen, taken)
    await kit.store.write(polls.finish, at, count, bad, files, feed.source.remembered())
    if feed.source.delivers == "crimes" and fetch:
        await _judge_claims(kit, fetch, health.whole(seen, count.alarms))
    return count


async def _judge_claims(kit: Kit, fetch: Fetch, whole: bool) -> None:
    """Judge what is claimed by what the crime system has shown, now that all of it is taken in."""
    said = None if fetch.unchanged else whole
    while await kit.store.write(lapsing.judge, fetch.at, fetch.source, fetch.written_at, said):
        pass


def _count(feed: Feed, seen: health.Poll, taken: Taken) -> Poll:
    good = seen.seen - seen.bad - seen.filtered
    rows = seen.seen, good, seen.bad, seen.filtered
    return Poll(feed.source.name, seen.at, *rows, taken.fresh, taken.changed, feed.judge(seen), taken.too_old)


async def _take_in(kit: Kit, feed: Feed, fetch: Fetch, at: datetime) -> tuple[Taken, list[Quarantined]]:
    taken, bad, take = Taken(), list[Quarantined](), TAKE[feed.source.delivers]
    batches = in_batches(fetch.reports)
    while batch := await asyncio.to_thread(next, batches, None):
        left: Any = batch.reports
        while left:
            taken += await kit.store.write(take, at, fetch.source, left)
            left = taken.left
        bad += [Quarantined(b.file, b.line, b.column, b.reason, b.raw_time) for b in batch.bad]
    return taken, bad
