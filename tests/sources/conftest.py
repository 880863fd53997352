"""Systems of a force that the doors are tried on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import Server
from tests.sources.views import System, sqlite


@pytest.fixture
def system(empty_database_url: str) -> System:
    """Somebody else's database, one run on SQLite and one on PostgreSQL."""
    return System(empty_database_url)


@pytest.fixture
def local(tmp_path: Path) -> System:
    """Somebody else's SQLite file."""
    return System(sqlite(tmp_path))


@pytest.fixture
def remote(postgresql: Server) -> Iterator[System]:
    """Somebody else's PostgreSQL database."""
    url = postgresql.create()
    yield System(url)
    postgresql.drop(url)
