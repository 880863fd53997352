"""A kit on each kind of database, with a clock that stands until it is moved."""

from collections.abc import Iterator

import pytest

from bot.demo.stepping import Hands, SteppedClock
from bot.kit import Kit
from bot.slack.render import Renderer
from bot.store.store import Store
from templates import FOLDER
from tests.builders import AT, FORCE, ROSTER
from tests.reused import database_url, reused

__all__ = ["database_url", "reused"]


@pytest.fixture
def kit(database_url: str) -> Iterator[Kit]:
    store = Store(database_url, FORCE, ROSTER)
    yield Kit(FORCE, store, Renderer(FOLDER, FORCE.zone, ROSTER.by_collar), SteppedClock(hands=Hands(AT)))
    store.close()
