"""The HTTP queue against a real local server: pages, ETag, limits, and every way to fail."""

import gzip
import zlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.domain.incident import IncidentReport
from bot.sources.fetched import BadRow, FeedFailed, Fetch, Tally
from bot.sources.http_queue import HttpQueue
from tests.sources.builders import AT, plain, record
from tests.sources.queues import Queue


@pytest.fixture
async def queue() -> AsyncIterator[Queue]:
    queue = Queue()
    await queue.server.start_server()
    yield queue
    queue.over.set()
    await queue.server.close()


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


class Asking:
    """A source for a test's queue, and what a poll of it brought."""

    def __init__(
        self, queue: Queue, session: ClientSession, more: str = "", env: dict[str, str] | None = None
    ) -> None:
        url = str(queue.server.make_url("/calls"))
        http = f'[http]\nurl = "{url}"\ntimeout = 0.4\n{more}'
        mapping = plain("json", 'records = "calls"', http, "http_queue")
        self.source = HttpQueue(mapping, session, env or {})

    async def poll(self, *, again: bool = False) -> tuple[Fetch, list[str], list[BadRow]]:
        fetch = await self.source.fetch(AT, again=again)
        rows = list(fetch.reports)
        fetch.taken()
        numbers = [row.key.number for row in rows if isinstance(row, IncidentReport)]
        return fetch, numbers, [row for row in rows if isinstance(row, BadRow)]

    async def failure(self) -> tuple[str, int | None]:
        with pytest.raises(FeedFailed) as caught:
            await self.source.fetch(AT)
        return caught.value.reason, caught.value.status


def calls(*numbers: int, **around: object) -> dict[str, object]:
    return {"calls": [record(n) for n in numbers], **around}


async def test_an_answer_is_read_record_by_record(queue: Queue, session: ClientSession) -> None:
    queue.says("/calls", {"calls": [record(1), record(2, at="never"), record(3)]})
    fetch, numbers, bad = await Asking(queue, session).poll()
    assert (numbers, bad) == (["1", "3"], [BadRow("plain", 2, "at", "time_unreadable")])
    assert (fetch.tally, fetch.files, fetch.written_at) == (Tally(3, 2, 1), ["plain"], AT)


async def test_the_same_answer_is_unchanged_without_being_read(queue: Queue, session: ClientSession) -> None:
    queue.says("/calls", calls(1, 2))
    asking = Asking(queue, session)
    await asking.poll()
    fetch, numbers, _ = await asking.poll()
    assert (fetch.unchanged, numbers, fetch.tally) == (True, [], Tally(seen=2, unchanged=2))
    assert (await asking.poll(again=True))[1] == ["1", "2"]


async def test_an_answer_that_was_not_stored_is_read_again(queue: Queue, session: ClientSession) -> None:
    queue.says("/calls", calls(1), ETag='"a"')
    asking = Asking(queue, session)
    assert len(list((await asking.source.fetch(AT)).reports)) == 1
    assert (await asking.poll())[1] == ["1"]


async def test_not_modified_is_unchanged_and_a_sign_of_life(queue: Queue, session: ClientSession) -> None:
    queue.says("/calls", calls(1, 2), ETag='"a"')
    asking = Asking(queue, session)
    await asking.poll()
    fetch, _, _ = await asking.poll()
    assert (fetch.unchanged, fetch.tally.unchanged, fetch.written_at) == (True, 2, AT)
    assert queue.asked[-1].headers["If-None-Match"] == '"a"'
    queue.says("/calls", calls(3), ETag='"b"')
    assert (await asking.poll())[1] == ["3"]


async def test_an_etag_is_not_sent_where_it_would_cover_one_page_only(
    queue: Queue, session: ClientSession
) -> None:
    queue.says("/calls", calls(1), ETag='"a"')
    asking = Asking(queue, session, '[http.paging]\nstyle = "link_header"')
    await asking.poll()
    assert (await asking.poll())[0].unchanged
    assert "If-None-Match" not in queue.asked[-1].headers


async def test_what_it_remembered_survives_a_restart(queue: Queue, session: ClientSession) -> None:
    queue.says("/calls", calls(1), ETag='"a"')
    first, second = Asking(queue, session), Asking(queue, session)
    await first.poll()
    second.source = HttpQueue(second.source._mapping, session, {}, first.source.remembered())
    assert (await second.poll())[0].unchanged


PAGES = [
    ('style = "link_header"', "/calls?p=2", {"Link": '</calls?p=2>; rel="next"'}, {}, "/calls"),
    ('style = "link_field"\nfield = "next"', "/calls?p=2", {}, {"next": "/calls?p=2"}, "/calls"),
    (
        'style = "cursor"\nfield = "meta.next"\nparameter = "after"',
        "/calls?after=x%2B1",
        {},
        {"meta": {"next": "x+1"}},
        "/calls",
    ),
]


@pytest.mark.parametrize(
    ("paging", "second", "headers", "around", "first"), PAGES, ids=["link", "field", "cursor"]
)
async def test_all_pages_are_read_as_one_list(
    queue: Queue,
    session: ClientSession,
    paging: str,
    second: str,
    headers: dict[str, str],
    around: dict[str, object],
    first: str,
) -> None:
    queue.says(first, calls(1, 2, **around), **headers)
    queue.says(second, {"calls": [record(3), record(4, at="")]})
    fetch, numbers, bad = await Asking(queue, session, f"[http.paging]\n{paging}").poll()
    assert (numbers, bad) == (["1", "2", "3"], [BadRow("plain", 4, "at", "time_missing")])
    assert fetch.tally == Tally(4, 3, 1)


async def test_numbered_pages_end_with_an_empty_one(queue: Queue, session: ClientSession) -> None:
    for page, numbers in ((1, (1, 2)), (2, (3,)), (3, ())):
        queue.says(f"/calls?page={page}", calls(*numbers))
    asking = Asking(queue, session, '[http.paging]\nstyle = "page_number"\nparameter = "page"')
    assert (await asking.poll())[1] == ["1", "2", "3"]


async def test_a_page_that_fails_fails_the_whole_poll(queue: Queue, session: ClientSession) -> None:
    queue.says("/calls", calls(1, next="/calls?p=2"))
    queue.says("/calls?p=2", "oops", 502)
    paging = '[http.paging]\nstyle = "link_field"\nfield = "next"'
    assert await Asking(queue, session, paging).failure() == ("http_status", 502)


@pytest.mark.parametrize(
    ("next", "reason"), [("/calls", "too_many_pages"), ("http://localhost:1/x", "foreign_page")]
)
async def test_pages_may_neither_circle_nor_lead_away(
    queue: Queue, session: ClientSession, next: str, reason: str
) -> None:
    queue.says("/calls", calls(1, next=next))
    paging = '[http.paging]\nstyle = "link_field"\nfield = "next"'
    assert (await Asking(queue, session, paging).failure())[0] == reason
    assert len(queue.asked) == 1


BOMB = gzip.compress(b" " * 30_000_000, mtime=0)  # whoever collects the tests names them alike
FAILURES = [
    ("", 500, {}, ("http_status", 500)),
    ("", 401, {}, ("unauthorised", 401)),
    ("", 302, {"Location": "/elsewhere"}, ("redirected", 302)),
    ("", 304, {}, ("http_status", 304)),
    ("<html>busy</html>", 200, {}, ("not_json", None)),
    ('{"calls": [', 200, {}, ("not_json", None)),
    ('{"other": []}', 200, {}, ("records_missing", None)),
    (b'{"calls": [' + b" " * 2_000_000 + b"]}", 200, {}, ("too_large", None)),
    (BOMB, 200, {"Content_Encoding": "gzip"}, ("too_large", None)),
    (BOMB[:99], 200, {"Content_Encoding": "gzip"}, ("inflate", None)),
    (b"not gzip", 200, {"Content_Encoding": "gzip"}, ("inflate", None)),
    (b"{}", 200, {"Content_Encoding": "zstd"}, ("encoding_unknown", None)),
]


@pytest.mark.parametrize(("body", "status", "headers", "told"), FAILURES, ids=lambda v: str(v)[:20])
async def test_half_an_answer_or_none_is_a_failed_feed(
    queue: Queue,
    session: ClientSession,
    body: object,
    status: int,
    headers: dict[str, str],
    told: tuple[str, int | None],
) -> None:
    queue.says("/calls", body, status, **headers)
    assert await Asking(queue, session, "max_mib = 1").failure() == told


@pytest.mark.parametrize(("pack", "name"), [(gzip.compress, "gzip"), (zlib.compress, "deflate")])
async def test_a_compressed_answer_is_read(
    queue: Queue, session: ClientSession, pack: Callable[[bytes], bytes], name: str
) -> None:
    queue.says("/calls", pack(b'{"calls": [7]}'), Content_Encoding=name)
    assert (await Asking(queue, session).poll())[2] == [BadRow("plain", 1, "", "row_not_object")]


async def test_an_answer_that_stalls_is_given_up(queue: Queue, session: ClientSession) -> None:
    queue.says("/calls", calls(1, 2, 3))
    queue.stalls("/calls")
    assert await Asking(queue, session).failure() == ("timeout", None)


async def test_all_pages_together_have_a_time_limit_too(queue: Queue, session: ClientSession) -> None:
    queue.says("/calls", calls(1))
    queue.stalls("/calls")
    assert await Asking(queue, session, "whole_timeout = 0.05").failure() == ("timeout", None)


async def test_nobody_there_is_a_failed_feed(queue: Queue, session: ClientSession) -> None:
    asking = Asking(queue, session)
    await queue.server.close()
    assert await asking.failure() == ("unreachable", None)


async def test_the_token_comes_from_the_environment_or_a_file(
    queue: Queue, session: ClientSession, tmp_path: Path
) -> None:
    queue.says("/calls", calls(1))
    (tmp_path / "token").write_text("from-a-file\n")
    for env in ({"T": "from-env"}, {"T_FILE": str(tmp_path / "token")}):
        await Asking(queue, session, 'token_env = "T"', env).poll()
    sent = [request.headers["Authorization"] for request in queue.asked]
    assert sent == ["Bearer from-env", "Bearer from-a-file"]


async def test_a_missing_token_is_told_before_anything_is_asked(queue: Queue, session: ClientSession) -> None:
    assert await Asking(queue, session, 'token_env = "T"').failure() == ("token_missing", None)
    assert queue.asked == []
