"""From a mapping to the source that it describes."""

from collections.abc import Mapping as StringMap
from pathlib import Path

from aiohttp import ClientSession

from bot.sources.drop_folder import DropFolder
from bot.sources.fetched import Memory, Source
from bot.sources.http_queue import HttpQueue
from bot.sources.mapping import AnyMapping
from bot.sources.sql_view import SqlView


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
    if mapping.kind == "sql_view":
        return SqlView(mapping, env, before)
    return DropFolder(mapping, folder, before)


def close_source(source: Source) -> None:
    """Let go of what a source holds open between two polls."""
    if isinstance(source, SqlView):
        source.close()
