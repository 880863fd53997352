"""Polling a source: what it says goes in batch by batch, what cannot be read waits in quarantine."""

import asyncio
from collections.abc import Container
from typing import Any

from bot.kit import Kit
from bot.services.crimes import lapsing, records
from bot.services.feeds import intake, polls
from bot.sources import health
from bot.sources.feed import Feed
from bot.sources.fetched import FeedFailed, Fetch, in_batches
from bot.store.polls import Poll, Quarantined

TAKE: dict[str, Any] = {"incidents": intake.take, "crimes": records.take}
NOTHING: Container[str] = frozenset()


async def poll(kit: Kit, feed: Feed) -> Poll:
    """Poll once, take everything in, and keep the count; a feed that fails is an alarm, never an end."""
    at, went_in, fetch, files = kit.clock.story(), polls.WentIn(), None, NOTHING
    try:
        fetch = await feed.source.fetch(at)
        await _take_in(kit, feed, fetch, went_in)
        fetch.taken()
        seen, files = health.poll_of(fetch), NOTHING if went_in.beyond else fetch.covered
    except FeedFailed as failed:
        seen = health.failed_poll(at, failed, went_in.good, len(went_in.bad) + went_in.beyond)
    count = _count(feed, seen, went_in)
    for places in await kit.store.read(polls.corrected, at, count.source, files, went_in.bad):
        await kit.store.write(polls.clear, at, count.source, places)
    await kit.store.write(polls.finish, at, count, feed.source.remembered())
    if feed.source.delivers == "crimes" and fetch:
        await _judge_claims(kit, fetch, feed.whole(seen, count.alarms))
    return count


async def _judge_claims(kit: Kit, fetch: Fetch, whole: bool) -> None:
    """Judge what is claimed by what the crime system has shown, now that all of it is taken in."""
    said = None if fetch.unchanged and whole else whole
    while await kit.store.write(lapsing.judge, fetch.at, fetch.source, fetch.written_at, said, fetch.copied):
        pass


def _count(feed: Feed, seen: health.Poll, went_in: polls.WentIn) -> Poll:
    got, name, everything = went_in.taken, feed.source.name, seen.counts
    rows = seen.seen, seen.seen - seen.bad - seen.filtered, seen.bad, seen.filtered
    return Poll(name, seen.at, *rows, got.fresh, got.changed, feed.judge(seen), got.too_old, not everything)


async def _take_in(kit: Kit, feed: Feed, fetch: Fetch, went_in: polls.WentIn) -> None:
    take, batches = TAKE[feed.source.delivers], in_batches(fetch.reports)
    while batch := await asyncio.to_thread(next, batches, None):
        left: Any = batch.reports
        while left:
            went_in.taken += await kit.store.write(take, fetch.at, fetch.source, left)
            left = went_in.taken.left
        bad = [Quarantined(b.file, b.line, b.column, b.reason, b.raw_time) for b in batch.bad]
        if kept := went_in.turned_away(bad):
            await kit.store.write(polls.keep_aside, fetch.at, fetch.source, kept)
