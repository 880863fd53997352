"""A source whose rows stand in a view of the force's own database: read by name, streamed, never written."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from collections.abc import Mapping as StringMap
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from bot.sources.described import Described
from bot.sources.door import HighWater
from bot.sources.fetched import BadRow, FeedFailed, Fetch, Memory, Row, memory, recalled
from bot.sources.high_water import MARK, Mark, Tide, from_memory, never, otherwise, sign, since
from bot.sources.mapping import AnyMapping
from bot.sources.named_columns import columns_of
from bot.sources.reading import Reading
from bot.sources.row_names import RowNames
from bot.sources.secret import secret
from bot.sources.sql_engine import GRACE, engine_of
from bot.sources.sql_look import Look, Window
from bot.sources.sql_values import plain

WHOLE = "whole"


class _Poll:
    """One poll while its rows come in."""

    def __init__(self, fetch: Fetch, look: Look, tide: Tide | None) -> None:
        self.fetch, self.look, self.tide = fetch, look, tide
        self.row: dict[str, Any] = {}
        self.mark: Any = None
        self.place = 0
        self.nameless = Counter[str]()


class SqlView(Described):
    """Asks a view for what is new since its high-water mark, or for all of it.

    A row that is stamped before the mark is found as long as it is committed within the look-back, and by the
    next reading of the whole view at the latest.
    """

    def __init__(self, mapping: AnyMapping, env: StringMap[str, str], before: Memory | None = None) -> None:
        if mapping.sql is None:
            raise FeedFailed("sql_missing")
        super().__init__(mapping)
        self._sql, self._env = mapping.sql, env
        self._columns = columns_of(mapping)
        self._names = RowNames(mapping, self._sql.view)
        self._zone = ZoneInfo(mapping.time_zone)
        kept = recalled(before, mapping.fingerprint)
        self._mark: Mark | None = from_memory(kept)
        self._whole_at = datetime.fromisoformat(str(kept[WHOLE][0])) if WHOLE in kept else None
        self._engine: Engine | None = None
        self._address = ""  # its hash: the address may hold a password
        self._opening: asyncio.Future[Look] | None = None

    def remembered(self) -> Memory:
        """The mark up to which rows were stored, and when the view was last read whole."""
        kept: Memory = {MARK: self._mark.as_memory()} if self._mark else {}
        whole: Memory = {WHOLE: [self._whole_at.isoformat()]} if self._whole_at else {}
        return memory(self._mapping.fingerprint, kept | whole)

    def close(self) -> None:
        """Let go of the database."""
        if self._engine is not None:
            self._engine.dispose()

    async def fetch(self, at: datetime, *, again: bool = False) -> Fetch:
        """Ask once; rows come as `reports` is iterated. Raises FeedFailed, and so may that."""
        rule, window = self._sql.high_water, None if again else self._window(at)
        look = await self._in_time(window)
        whole = window is None
        tide = Tide(rule, self._zone, at, None if whole else self._mark) if rule else None
        fetch = Fetch(self.name, self.force, at, iter(()), whole=whole, partial=not whole)
        poll = _Poll(fetch, look, tide)
        fetch.reports = self._rows(poll)
        fetch.on_taken = partial(self._remember, poll)
        return fetch

    def _window(self, at: datetime) -> Window | None:
        """From where to read; None where the whole view is due."""
        rule = self._sql.high_water
        if rule is None or self._mark is None or self._is_due_whole(rule, at):
            return None
        return since(self._mark, rule, self._zone, at), never(self._mark), otherwise(self._mark)

    def _is_due_whole(self, rule: HighWater, at: datetime) -> bool:
        if self._whole_at is None:
            return True
        return rule.whole_every > timedelta() and at - self._whole_at >= rule.whole_every

    async def _in_time(self, window: Window | None) -> Look:
        """Begin to look, in a thread; while an attempt still hangs there is no second one."""
        if self._opening is not None and not self._opening.done():
            raise FeedFailed("timeout")
        self._opening = opening = asyncio.ensure_future(asyncio.to_thread(self._open, window))
        try:
            async with asyncio.timeout(self._sql.timeout + GRACE):
                return await asyncio.shield(opening)
        except (TimeoutError, asyncio.CancelledError) as given_up:
            opening.add_done_callback(_let_go)
            if isinstance(given_up, TimeoutError):
                raise FeedFailed("timeout") from None
            raise

    def _open(self, window: Window | None) -> Look:
        try:
            return Look(self._engine_now(), self._sql, self._columns, window)
        except FeedFailed as failed:
            if failed.reason == "query_failed":
                self._mark = None  # a column of another type than the mark's: the next poll reads all
            raise

    def _engine_now(self) -> Engine:
        """The engine of the address as it stands now: a renewed password needs no restart."""
        sql, origin = self._sql, self._mapping.origin
        text = sql.url or secret(sql.url_env, sql.url_file, self._env, origin, "credentials_missing")
        address = sha256(text.encode()).hexdigest()
        if self._engine is None or address != self._address:
            self.close()
            self._engine, self._address = engine_of(text, origin, sql.timeout), address
        return self._engine

    def _rows(self, poll: _Poll) -> Iterator[Row]:
        reading = Reading(self._mapping, self._sql.view, poll.fetch.at, poll.fetch.tally)
        try:
            for row in reading.records(self._cuts(poll)):
                yield self._placed(poll, row) if isinstance(row, BadRow) else row
        finally:
            poll.look.close()
        yield from self._ended(poll)

    def _cuts(self, poll: _Poll) -> Iterator[tuple[int, dict[str, Any]]]:
        """Places and rows as text; the tide rises with each."""
        if poll.fetch.partial:
            poll.fetch.files.append(self._sql.view)  # rows without a stamp are read each time
        for place, values in enumerate(poll.look.rows(), 1):
            poll.place = place
            poll.row = dict(zip(self._columns, map(plain, values), strict=True))
            if poll.tide is not None:
                poll.mark = values[self._columns.index(poll.tide.rule.column)]
                poll.tide.rise(poll.mark)
            if poll.fetch.partial and (name := self._names.name(poll.row)):
                poll.fetch.files.append(name)
            yield place, poll.row

    def _placed(self, poll: _Poll, bad: BadRow) -> BadRow:
        """A bad row by its reference; else by its stamp; else by its place in the view."""
        if file := self._names.name(poll.row):
            return replace(bad, file=file, line=0)
        file = self._names.place(poll.mark)
        poll.nameless[file] += 1
        return replace(bad, file=file, line=poll.nameless[file] if poll.tide else poll.place)

    def _ended(self, poll: _Poll) -> Iterator[BadRow]:
        fetch, tide = poll.fetch, poll.tide
        fetch.written_at = fetch.at
        if tide is None:
            return
        if tide.mark is not None:
            fetch.written_at = sign(tide.mark, self._zone) or fetch.at
        if tide.unreadable:
            fetch.tally.seen += 1
            fetch.tally.bad += 1
            yield BadRow(self._sql.view, 0, tide.rule.column, "mark_unreadable")

    def _remember(self, poll: _Poll) -> None:
        if poll.tide is not None:
            self._mark = poll.tide.mark
        if poll.fetch.whole:
            self._whole_at = poll.fetch.at


def _let_go(opening: asyncio.Future[Look]) -> None:
    """Close what was opened after nobody waited for it any more."""
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()
