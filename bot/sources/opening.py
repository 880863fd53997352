"""From a mapping to the source that it describes."""

from collections.abc import Mapping as StringMap
from pathlib import Path

from aiohttp import ClientSession

from bot.sources.drop_folder import DropFolder
from bot.sources.fetched import Memory, Source
from bot.sources.http_queue import HttpQueue
from bot.sources.mapping import AnyMapping


def open_source(
    mapping: AnyMapping,
    session: ClientSession,
    env: StringMap[str, str],
    before: Memory | None = None,
    folder: Path | None = None,
) -> Source:
    """The source of a mapping; `before` is what it remembered, `folder` overrules the mapping's path."""
    if mapping.kind == "http_queue":
        return HttpQueue(mapping, session, env, before)
    return DropFolder(mapping, folder, before)
