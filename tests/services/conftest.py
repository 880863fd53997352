"""A station with one theft in Carmarthenshire, on each kind of database."""

from collections.abc import Callable, Iterator

import pytest

from bot.store.engine import Engines
from bot.store.store import Store
from tests.builders import FORCE, ROSTER, Station
from tests.crimes import listen
from tests.reused import database_url, engines, reused

__all__ = ["database_url", "engines", "reused"]


@pytest.fixture
def empty(database_url: str, engines: Callable[[str], Engines]) -> Iterator[Station]:
    """A station that has received nothing."""
    store = Store(database_url, FORCE, ROSTER, engines(database_url))
    yield Station(store)
    store.close()


@pytest.fixture
def station(empty: Station) -> Station:
    """A station that has received one theft, an hour ago."""
    empty.receive()
    return empty


@pytest.fixture
def heard(station: Station) -> Station:
    """A station with one theft, where there is a crime feed."""
    return listen(station)
