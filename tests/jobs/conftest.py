"""A kit on each kind of database, with a clock that stands until it is moved."""

from collections.abc import Callable, Iterator

import pytest

from bot.demo.stepping import Hands, SteppedClock
from bot.kit import Kit
from bot.slack.render import Renderer
from bot.store.engine import Engines
from bot.store.store import Store
from templates import FOLDER
from tests.builders import AT, FORCE, ROSTER
from tests.reused import database_url, engines, reused

__all__ = ["database_url", "engines", "reused"]


@pytest.fixture
def kit(database_url: str, engines: Callable[[str], Engines]) -> Iterator[Kit]:
    store = Store(database_url, FORCE, ROSTER, engines(database_url))
    yield Kit(FORCE, store, Renderer(FOLDER, FORCE.zone, ROSTER.by_collar), SteppedClock(hands=Hands(AT)))
    store.close()
