"""A store on each kind of database, with the force that ships and nobody on its roster."""

from collections.abc import Iterator

import pytest

from bot.config import SHIPPED_FORCE
from bot.domain.force import Force
from bot.domain.people import Roster
from bot.force import load_force
from bot.store.store import Store


@pytest.fixture(scope="session")
def force() -> Force:
    return load_force(SHIPPED_FORCE)


@pytest.fixture
def store(database_url: str, force: Force) -> Iterator[Store]:
    made = Store(database_url, force, Roster(()))
    yield made
    made.close()
