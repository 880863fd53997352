"""A source whose incidents stand in a JSON answer: pages, ETag, bearer token, limits."""

import asyncio
import hashlib
import io
from collections.abc import Iterator
from collections.abc import Mapping as StringMap
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from aiohttp import ClientSession
from yarl import URL

from bot.sources.described import Described
from bot.sources.door import Http
from bot.sources.fetched import BadRow, FeedFailed, Fetch, Memory, Row, Tally, memory, recalled
from bot.sources.http_answer import ask
from bot.sources.json_rows import scan
from bot.sources.json_window import Broken
from bot.sources.mapping import AnyMapping
from bot.sources.paging import first_url, next_url
from bot.sources.reading import Reading
from bot.sources.secret import secret
from bot.sources.tls import Papers

ANSWER = "answer"
MIB = 1024 * 1024


@dataclass(slots=True)
class _Pages:
    """The pages of one answer as they come in."""

    bodies: list[bytes] = field(default_factory=list)
    asked: set[URL] = field(default_factory=set)
    etag: str = ""
    count: int = 0

    def ask(self, url: URL, most: int) -> None:
        """Note which page is asked for; pages that go in circles, or never end, fail the poll."""
        if url in self.asked or len(self.asked) >= most:
            raise FeedFailed("too_many_pages")
        self.asked.add(url)

    def add(self, body: bytes, etag: str, count: int) -> None:
        """Take one page."""
        self.bodies.append(body)
        self.etag = etag
        self.count += count


def bearer_token(http: Http, env: StringMap[str, str], origin: Path) -> str:
    """The token from the environment, or from the file that the mapping or the environment names."""
    return secret(http.token_env, http.token_file, env, origin, "token_missing")


class HttpQueue(Described):
    """Asks an address for the queue as it is now; a half answer is no answer."""

    def __init__(
        self,
        mapping: AnyMapping,
        session: ClientSession,
        env: StringMap[str, str],
        before: Memory | None = None,
    ) -> None:
        if mapping.http is None:
            raise FeedFailed("http_missing")
        super().__init__(mapping)
        self._http = mapping.http
        self._session = session
        self._env = env
        self._papers = Papers(self._http, env, mapping.origin)
        self._fingerprint = mapping.fingerprint
        digest, rows, etag = recalled(before, self._fingerprint).get(ANSWER, ["", 0, ""])
        self._digest, self._count, self._etag = str(digest), int(rows), str(etag)

    def remembered(self) -> Memory:
        """The last answer that was stored."""
        answer: Memory = {ANSWER: [self._digest, self._count, self._etag]} if self._digest else {}
        return memory(self._fingerprint, answer)

    async def fetch(self, at: datetime, *, again: bool = False) -> Fetch:
        """Ask once, all pages. Raises FeedFailed."""
        pages = await self._in_time(again)
        if pages is None:
            return self._same(at)
        digest = await asyncio.to_thread(self._weigh, pages.bodies)
        if digest == self._digest and not again:
            self._etag = pages.etag
            return self._same(at)
        fetch = Fetch(self.name, self.force, at, iter(()), Tally(), written_at=at)
        fetch.reports = self._rows(fetch, pages)
        fetch.on_taken = partial(self._remember, digest, pages.count, pages.etag)
        return fetch

    async def _in_time(self, again: bool) -> _Pages | None:
        try:
            async with asyncio.timeout(self._http.whole_timeout):
                return await self._all(again)
        except TimeoutError:
            raise FeedFailed("timeout") from None

    def _same(self, at: datetime) -> Fetch:
        tally = Tally(seen=self._count, unchanged=self._count)
        return Fetch(self.name, self.force, at, iter(()), tally, unchanged=True, written_at=at)

    def _remember(self, digest: str, rows: int, etag: str) -> None:
        self._digest, self._count, self._etag = digest, rows, etag

    def _weigh(self, pages: list[bytes]) -> str:
        """The hash of all pages, with their mapping."""
        found = hashlib.blake2b(self._fingerprint.encode(), digest_size=32)
        for page in pages:
            found.update(len(page).to_bytes(8, "big") + page)
        return found.hexdigest()

    def _scan(self, body: bytes) -> tuple[dict[str, Any], int]:
        try:
            return scan(body, self._mapping.format)
        except Broken as problem:
            raise FeedFailed("not_json" if problem.reason == "json_broken" else problem.reason) from None
        except UnicodeError:
            raise FeedFailed("not_json") from None

    def _headers(self, conditional: bool) -> dict[str, str]:
        token = bearer_token(self._http, self._env, self._mapping.origin)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return headers | ({"If-None-Match": self._etag} if conditional else {})

    async def _all(self, again: bool) -> _Pages | None:
        """All pages; None if the only one was not modified."""
        conditional = bool(self._etag) and not again and self._http.paging.style == "none" and self._http.etag
        headers = self._headers(conditional)
        tls = await asyncio.to_thread(self._papers.context)
        pages = _Pages()
        limit = int(self._http.max_mib * MIB)
        url: URL | None = first_url(self._http)
        while url is not None:
            pages.ask(url, self._http.paging.max_pages)
            answer = await ask(self._session, url, headers, self._http.timeout, limit, tls)
            if answer.body is None and conditional:
                return None
            if answer.body is None:
                raise FeedFailed("http_status", 304)
            limit -= len(answer.body)
            envelope, count = await asyncio.to_thread(self._scan, answer.body)
            pages.add(answer.body, answer.etag, count)
            url = next_url(self._http, url, answer.next_link, envelope, count)
        return pages

    def _rows(self, fetch: Fetch, pages: _Pages) -> Iterator[Row]:
        """The records of all pages, counted through as if they were one list."""
        fetch.files.append(self.name)
        for body in pages.bodies:
            before = fetch.tally.seen
            reading = Reading(self._mapping, self.name, fetch.at, fetch.tally)
            for row in reading.rows(partial(io.BytesIO, body)):
                yield replace(row, line=row.line + before) if isinstance(row, BadRow) else row
            fetch.broken = fetch.broken or reading.broken
