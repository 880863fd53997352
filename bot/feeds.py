"""The sources that this installation polls: one mapping TOML each, in the folder of COFNOD_SOURCES."""

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from aiohttp import ClientSession

from bot.config import Settings
from bot.kit import Kit
from bot.sources.feed import Feed
from bot.sources.mapping_file import load_own
from bot.sources.opening import close_source, open_source
from bot.store import claims, polls


@asynccontextmanager
async def feeds_of(settings: Settings, kit: Kit) -> AsyncIterator[list[Feed]]:
    """Every feed of the sources' folder, each with its memory; raises MappingError.

    From now on the store knows which of them deliver crimes: what a person types is claimed until one has it.
    """
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(ClientSession())
        feeds = [await _feed(path, kit, session) for path in mappings_of(settings)]
        for feed in feeds:
            stack.callback(close_source, feed.source)
        crimes = [feed.source.name for feed in feeds if feed.source.delivers == "crimes"]
        await kit.store.write(claims.feeds_are, kit.clock.story(), crimes)
        yield feeds


def mappings_of(settings: Settings) -> list[Path]:
    """The mapping files, in the order of their names."""
    return sorted(settings.sources.glob("*.toml")) if settings.sources else []


async def _feed(path: Path, kit: Kit, session: ClientSession) -> Feed:
    mapping = load_own(path, kit.force.id, kit.force.zone)
    memory = await kit.store.read(polls.memory_of, kit.clock.story(), mapping.name)
    return Feed(open_source(mapping, session, os.environ, memory), mapping.poll_every)
