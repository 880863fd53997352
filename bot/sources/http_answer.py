"""One HTTP answer, read with a limit on time and size, compressed or not."""

import io
import zlib
from dataclasses import dataclass
from ssl import SSLContext

from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
)
from yarl import URL

from bot.sources.fetched import FeedFailed
from bot.sources.tls import hung_up, refusal

CHUNK = 64 * 1024
PATIENCE = 2.0  # seconds to listen for a reason
_WINDOWS = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the queue answered; `body` is None for "not modified"."""

    body: bytes | None
    etag: str
    next_link: URL | None


class Inflator:
    """Collects a body and inflates it where needed, never beyond its limit."""

    def __init__(self, encoding: str, limit: int) -> None:
        if encoding not in ("", "identity", *_WINDOWS):
            raise FeedFailed("encoding_unknown")
        self._inflate = zlib.decompressobj(_WINDOWS[encoding]) if encoding in _WINDOWS else None
        self._limit = limit
        self._body = io.BytesIO()

    def _keep(self, data: bytes) -> None:
        self._body.write(data)
        if self._body.tell() > self._limit:
            raise FeedFailed("too_large")

    def add(self, data: bytes) -> None:
        """Take a piece of the body."""
        if self._inflate is None:
            self._keep(data)
            return
        while data:
            try:
                self._keep(self._inflate.decompress(data, CHUNK))
            except zlib.error:
                raise FeedFailed("inflate") from None
            data = self._inflate.unconsumed_tail

    def whole(self) -> bytes:
        """The body; a compressed one must have come to its end."""
        if self._inflate is not None and not self._inflate.eof:
            raise FeedFailed("inflate")
        return self._body.getvalue()


def _check_status(status: int) -> None:
    if status in (200, 304):
        return
    if status in (401, 403):
        raise FeedFailed("unauthorised", status)
    if 300 <= status < 400:
        raise FeedFailed("redirected", status)
    raise FeedFailed("http_status", status)


async def _read(response: ClientResponse, limit: int) -> Answer:
    _check_status(response.status)
    etag = response.headers.get("ETag", "")
    links = response.links
    link = links["next"].get("url") if "next" in links else None
    next_link = link if isinstance(link, URL) else None
    if response.status == 304:
        return Answer(None, etag, next_link)
    if (response.content_length or 0) > limit:
        raise FeedFailed("too_large")
    body = Inflator(response.headers.get("Content-Encoding", "").strip().lower(), limit)
    async for chunk in response.content.iter_chunked(CHUNK):
        body.add(chunk)
    return Answer(body.whole(), etag, next_link)


async def _why(problem: Exception, url: URL, tls: SSLContext | None, seconds: float) -> str:
    """Why nothing came; a server that let us in and hung up may have refused our certificate."""
    let_in = url.scheme == "https" and not isinstance(problem, ClientConnectorError)
    found = refusal(problem) or (await hung_up(url, tls, seconds) if let_in else "")
    return found or "unreachable"


async def ask(
    session: ClientSession,
    url: URL,
    headers: dict[str, str],
    seconds: float,
    limit: int,
    tls: SSLContext | None = None,
) -> Answer:
    """GET one page; redirects are refused, because the token must not follow them. Raises FeedFailed."""
    sent = {"Accept": "application/json", "Accept-Encoding": "gzip, deflate", **headers}
    limits = ClientTimeout(total=seconds)
    try:
        async with session.get(
            url, headers=sent, allow_redirects=False, auto_decompress=False, timeout=limits, ssl=tls or True
        ) as response:
            return await _read(response, limit)
    except TimeoutError:
        raise FeedFailed("timeout") from None
    except ClientConnectorCertificateError:
        raise FeedFailed("server_untrusted") from None
    except (ClientError, OSError, ValueError) as problem:
        raise FeedFailed(await _why(problem, url, tls, min(seconds, PATIENCE))) from None
