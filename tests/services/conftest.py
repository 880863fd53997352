"""A station with one theft in Carmarthenshire, on each kind of database."""

from collections.abc import Iterator

import pytest

from bot.store.store import Store
from tests.builders import FORCE, ROSTER, Station
from tests.crimes import listen
from tests.reused import database_url, reused

__all__ = ["database_url", "reused"]


@pytest.fixture
def empty(database_url: str) -> Iterator[Station]:
    """A station that has received nothing."""
    store = Store(database_url, FORCE, ROSTER)
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
