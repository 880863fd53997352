"""Who asks the feeds: of several replicas one at a time, from where the last one left off."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest

from bot.kit import Kit
from bot.pulse import Pulse
from bot.sources.door import Alarms
from bot.sources.feed import Feed
from bot.sources.fetched import Fetch, Memory
from bot.store import leases, polls
from bot.store.leases import Fenced
from jobs.leading import NAME, Leader
from tests.builders import AT, FORCE, Station, report

TTL = 0.6


@dataclass
class Source:
    """A control room that is asked by several, and notes by whom."""

    who: str
    asked: list[str]
    name: str = "storm"
    delivers: str = "incidents"
    alarms: Alarms = field(default_factory=Alarms)
    before: Memory = field(default_factory=dict)
    meanwhile: Any = None

    async def fetch(self, at: datetime, *, again: bool = False) -> Fetch:
        self.asked.append(self.who)
        if self.meanwhile:
            await self.meanwhile()
        number = str(len(self.asked))
        fetch = Fetch(self.name, FORCE.id, at, iter([report(number)]))
        fetch.tally.seen = fetch.tally.good = 1
        return fetch

    def remembered(self) -> Memory:
        return {"asked": [len(self.asked)]}


def replica(kit: Kit, who: str, asked: list[str]) -> tuple[Leader, Feed, Kit]:
    """A replica with a feed of its own, of one control room."""
    own = Kit(kit.force, kit.store, kit.words, kit.clock, pulse=Pulse(who))
    feed = Feed(Source(who, asked))

    async def reopened() -> Feed:
        before = await kit.store.read(polls.memory_of, AT, "storm")
        return Feed(Source(who, asked, before=before))

    feed.reopen = reopened
    return Leader(own, [feed], TTL), feed, own


@asynccontextmanager
async def three(kit: Kit, asked: list[str]) -> AsyncIterator[list[tuple[Leader, Feed, Kit]]]:
    """Three replicas that take turns; the first one leads."""
    async with AsyncExitStack() as stack:
        made = [replica(kit, who, asked) for who in ("one", "two", "three")]
        for leader, *_ in made:
            begun = asyncio.Event()
            await stack.enter_async_context(leader.leading(begun.set))
            if leader is made[0][0]:
                await asyncio.wait_for(begun.wait(), 10)
        yield made


async def poll_all(made: list[tuple[Leader, Feed, Kit]]) -> None:
    """Every replica's turn has come."""
    for leader, feed, own in made:
        await leader.poll(own, feed)


async def test_of_three_replicas_one_asks_the_feed(kit: Kit) -> None:
    asked: list[str] = []
    async with three(kit, asked) as made:
        for _ in range(4):
            await poll_all(made)
    assert asked == ["one"] * 4
    assert Station(kit.store).about("4").incident()


async def test_without_a_leader_all_three_would_ask(kit: Kit) -> None:
    from jobs.poll import poll

    asked: list[str] = []
    for who in ("one", "two", "three"):
        await poll(kit, Feed(Source(who, asked)))
    assert asked == ["one", "two", "three"]


async def test_whoever_takes_over_begins_with_what_the_other_had_read(kit: Kit) -> None:
    asked: list[str] = []
    first, second = replica(kit, "one", asked), replica(kit, "two", asked)
    async with first[0].leading(lambda: None):
        while not asked:
            await first[0].poll(first[2], first[1])
            await asyncio.sleep(0)
    begun = asyncio.Event()
    async with second[0].leading(begun.set):
        await asyncio.wait_for(begun.wait(), 10)
        assert second[1].source.before == {"asked": [1]}
        await second[0].poll(second[2], second[1])
    assert asked == ["one", "two"]


async def test_what_a_former_leader_still_writes_is_refused(kit: Kit) -> None:
    asked: list[str] = []
    leader, feed, own = replica(kit, "one", asked)

    async def frozen() -> None:
        await kit.store.write(leases.release, AT, NAME, "one")
        await kit.store.write(
            leases.hold, AT, NAME, "two", 60, datetime.max.replace(tzinfo=AT.tzinfo, year=2100)
        )

    feed.reopen = None
    feed.source.meanwhile = frozen
    async with leader.leading(lambda: None):
        while not asked:
            await leader.poll(own, feed)
            await asyncio.sleep(0)
    assert Station(kit.store).see(polls.newest, "storm") == []
    with pytest.raises(AssertionError):
        Station(kit.store).about("1").incident()


async def test_a_fenced_store_writes_only_in_its_epoch(kit: Kit) -> None:
    epoch = await kit.store.write(leases.hold, AT, NAME, "one", 60, AT)
    assert epoch == 1
    beats: list[str] = []
    own, former = (kit.store.fenced_by(NAME, each, "poll:storm", beats.append) for each in (1, 0))
    assert await own.write(lambda work: "written", AT) == "written"
    with pytest.raises(Fenced):
        await former.write(lambda work: "written", AT)
    assert beats == ["poll:storm"]
