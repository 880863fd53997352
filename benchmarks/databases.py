"""Fresh databases: SQLite files, and databases on a real PostgreSQL, each as durable as in life."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.migrations import upgrade
from tests.databases import Server, running

KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
New = Callable[[str], str]


@contextmanager
def databases() -> Iterator[New]:
    """A function that makes a database of a kind, with the newest schema, and gives its URL."""
    numbers, servers = count(1), list[Server]()
    with ExitStack() as stack:
        folder = stack.enter_context(TemporaryDirectory(prefix="cofnod-bench-", ignore_cleanup_errors=True))

        def new(kind: str) -> str:
            if kind == "postgresql" and not servers:
                servers.append(stack.enter_context(_durable()))
            url = servers[0].create() if kind == "postgresql" else f"sqlite:///{_file(folder, next(numbers))}"
            upgrade(url)
            return url

        yield new


def _file(folder: str, number: int) -> Path:
    return Path(folder, f"{number}.db")


@contextmanager
def _durable() -> Iterator[Server]:
    """The tests' own PostgreSQL, which need not survive a power cut, made to survive one."""
    with running("") as server:
        server.run("ALTER SYSTEM RESET fsync")
        server.run("SELECT pg_reload_conf()")
        yield server
