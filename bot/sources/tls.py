"""Who we are to a queue's server, and whom we trust: certificates, read anew when they are renewed."""

import asyncio
import ssl
from collections.abc import Mapping as StringMap
from pathlib import Path

from yarl import URL

from bot.sources.door import Http
from bot.sources.fetched import FeedFailed
from bot.sources.secret import secret

Looks = tuple[tuple[int, int, int], ...]

EXPIRED = "CERTIFICATE_EXPIRED"
REFUSALS = ("CERTIFICATE", "UNKNOWN_CA", "HANDSHAKE_FAILURE", "ACCESS_DENIED", "DECRYPT_ERROR")


def refusal(problem: BaseException | None) -> str:
    """What a server's alert said of our certificate, as a code; blank where there was no such alert."""
    while problem is not None:
        said = (getattr(problem, "reason", None) or "") if isinstance(problem, ssl.SSLError) else ""
        if "ALERT" in said and any(word in said for word in REFUSALS):
            return "certificate_expired" if EXPIRED in said else "certificate_refused"
        problem = getattr(problem, "os_error", None) or problem.__cause__
    return ""


async def hung_up(url: URL, context: ssl.SSLContext | None, seconds: float) -> str:
    """Why a server let go of us after the handshake: it refuses a certificate only then, in the newest TLS.

    What was sent meanwhile may hide its alert; so shake hands again, say nothing, and listen. Blank where it
    is not about certificates.
    """
    try:
        async with asyncio.timeout(seconds):
            reader, writer = await asyncio.open_connection(url.host, url.port, ssl=context or True)
            try:
                gone = not await reader.read(1)
            finally:
                writer.transport.abort()
    except OSError as problem:  # a time-out too: a server that waits for our question did not refuse us
        return refusal(problem)
    return "certificate_refused" if gone and context is not None else ""


def _look(path: Path) -> tuple[int, int, int]:
    """A file's look: while it stays, so does the certificate; the path may be a link to the newest."""
    try:
        stat = path.stat()
    except OSError:
        raise FeedFailed("certificate_missing") from None
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


class Papers:
    """The TLS context of one queue."""

    def __init__(self, http: Http, env: StringMap[str, str], origin: Path) -> None:
        self._http, self._env, self._origin = http, env, origin
        named = (http.client_cert, http.client_key or http.client_cert, http.ca)
        self._files = [origin / name if name else None for name in named]
        self._made: tuple[Looks, ssl.SSLContext] | None = None

    def context(self) -> ssl.SSLContext | None:
        """The context of the files as they are now, None where the mapping names none. Raises FeedFailed."""
        if not any(self._files):
            return None
        looks = tuple(_look(path) for path in self._files if path)
        if self._made is None or self._made[0] != looks:
            self._made = looks, self._context()
        return self._made[1]

    def _context(self) -> ssl.SSLContext:
        cert, key, ca = self._files
        password = secret(
            self._http.client_key_password_env, "", self._env, self._origin, "credentials_missing"
        )
        try:
            made = ssl.create_default_context(cafile=ca)
            if cert is not None:
                made.load_cert_chain(cert, key, lambda: password)  # asked by us: OpenSSL would ask a person
        except (OSError, ValueError):
            raise FeedFailed("certificate_unreadable") from None
        return made
