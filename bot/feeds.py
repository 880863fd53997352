"""The sources that this installation polls: one mapping TOML each, in the folder of COFNOD_SOURCES."""

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from aiohttp import ClientSession

from bot.config import Settings
from bot.kit import Kit
from bot.services.crimes import lapsing
from bot.sources.feed import Feed
from bot.sources.health import DAY, TOO_FEW, Poll
from bot.sources.mapping_file import load_own
from bot.sources.opening import close_source, open_source
from bot.store import polls


@asynccontextmanager
async def feeds_of(settings: Settings, kit: Kit) -> AsyncIterator[list[Feed]]:
    """Every feed of the sources' folder, each with its memory; raises MappingError.

    From now on the store knows which of them deliver crimes: what a person types is claimed until one has it.
    """
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(ClientSession())
        feeds = [await _feed(path, kit, session) for path in mappings_of(settings)]
        for feed in feeds:
            stack.callback(_close, feed)
        crimes = [feed.source.name for feed in feeds if feed.source.delivers == "crimes"]
        while await kit.store.write(lapsing.feeds_are, kit.clock.story(), crimes):
            pass
        yield feeds


def _close(feed: Feed) -> None:
    close_source(feed.source)


def mappings_of(settings: Settings) -> list[Path]:
    """The mapping files, in the order of their names."""
    return sorted(settings.sources.glob("*.toml")) if settings.sources else []


async def _feed(path: Path, kit: Kit, session: ClientSession) -> Feed:
    mapping = load_own(path, kit.force.id, kit.force.zone)
    at = kit.clock.story()
    memory = await kit.store.read(polls.memory_of, at, mapping.name)
    before = await kit.store.read(polls.counted, at, mapping.name, at - DAY)
    shrank = bool(before) and not TOO_FEW.isdisjoint(before[-1].alarms)
    source = open_source(mapping, session, os.environ, memory)
    return Feed(source, mapping.poll_every, _recalled(before, at), shrank, partial(_feed, path, kit, session))


def _recalled(found: Sequence[polls.Poll], at: datetime) -> list[Poll]:
    """What was counted before the program began: each count stood until the next was noted."""
    until = [*(poll.at for poll in found[1:]), at]
    return [Poll(end, poll.seen, recalled=True) for poll, end in zip(found, until, strict=False)]
