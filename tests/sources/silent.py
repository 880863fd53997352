"""A server that falls silent: it stands before a database, and at some point passes nothing on."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

from sqlalchemy.engine import URL, make_url


def _upstream(url: URL) -> socket.socket:
    folder = url.query.get("host")
    if isinstance(folder, str) and folder.startswith("/"):
        line = socket.socket(socket.AF_UNIX)
        line.connect(f"{folder}/.s.PGSQL.{url.port or 5432}")
        return line
    return socket.create_connection((url.host or "127.0.0.1", url.port or 5432))


def _pump(source: socket.socket, sink: socket.socket, limit: int) -> None:
    """Pass on as many bytes; what follows is read and lost."""
    with suppress(OSError):
        while some := source.recv(4096):
            limit -= len(some)
            if limit > 0:
                sink.sendall(some)


@contextmanager
def silent_after(address: str, limit: int) -> Iterator[str]:
    """The address of the same database, of which so many bytes come back and then none."""
    url = make_url(address)
    with ExitStack() as open_ones, socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            client, server = (
                open_ones.enter_context(door.accept()[0]),
                open_ones.enter_context(_upstream(url)),
            )
            threading.Thread(target=_pump, args=(client, server, 1 << 40), daemon=True).start()
            _pump(server, client, limit)

        threading.Thread(target=serve, daemon=True).start()
        here = url.set(host="127.0.0.1", port=door.getsockname()[1])
        yield here.set(query={}).render_as_string(hide_password=False)
