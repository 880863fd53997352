"""A real HTTPS server that asks for a certificate, and the papers that a test makes for both sides."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import trustme


class Papers:
    """An authority, and what it issued, as files of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.authority = trustme.CA()
        self.authority.cert_pem.write_to_path(folder / "ca.pem")

    @cached_property
    def server(self) -> trustme.LeafCert:
        """The server's own certificate."""
        return self.authority.issue_cert("localhost", "127.0.0.1")

    def client(self, authority: trustme.CA | None = None, **dates: datetime) -> trustme.LeafCert:
        """A certificate for the bot, in client.pem and client.key; a later one takes its place."""
        made = (authority or self.authority).issue_cert("cofnod@force.invalid", **dates)
        made.cert_chain_pems[0].write_to_path(self.folder / "client.pem")
        made.private_key_pem.write_to_path(self.folder / "client.key")
        return made

    def expired(self) -> None:
        """A certificate of the right authority whose time is over."""
        self.client(not_before=datetime(2020, 1, 1, tzinfo=UTC), not_after=datetime(2021, 1, 1, tzinfo=UTC))


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        peer = self.connection.getpeercert() or {}  # type: ignore[attr-defined] # a TLS connection
        self.server.serials.append(peer.get("serialNumber", ""))  # type: ignore[attr-defined] # ours, below
        body: bytes = self.server.body  # type: ignore[attr-defined] # ours, below
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Shakes hands in the thread of each connection, and asks the client who it is."""

    daemon_threads = True

    def __init__(self, papers: Papers, newest: ssl.TLSVersion) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.maximum_version = newest
        papers.server.configure_cert(self.context)
        papers.authority.configure_trust(self.context)
        self.context.verify_mode = ssl.CERT_REQUIRED
        self.serials: list[str] = []
        self.body = b"[]"

    def finish_request(self, request: Any, client_address: Any) -> None:
        with self.context.wrap_socket(request, server_side=True) as secured:
            super().finish_request(secured, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that was refused is no error of ours."""

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.server_port}/calls"


@contextmanager
def serving(papers: Papers, newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> Iterator[Server]:
    """The server while a test runs."""
    server = Server(papers, newest)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()
