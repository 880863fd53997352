"""A bot at work: one of its own for each story, or one that a module's stories share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.migrations import upgrade
from tests.flows.rig import Place, at_work
from tests.reused import database_url, reused

__all__ = ["database_url", "reused"]


@pytest.fixture(params=["socket", "http"])
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def place(database_url: str, transport: str, tmp_path: Path) -> AsyncIterator[Place]:
    """Both transports, both databases."""
    async with at_work(database_url, tmp_path, transport) as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Place]:
    """One bot for a module's stories, over Socket Mode on SQLite: each story has incidents of its own."""
    folder = tmp_path_factory.mktemp("shared")
    url = f"sqlite:///{folder / 'cofnod.db'}"
    upgrade(url)
    async with at_work(url, folder) as made:
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def over_http(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Place]:
    """The same over signed HTTP."""
    folder = tmp_path_factory.mktemp("http")
    url = f"sqlite:///{folder / 'cofnod.db'}"
    upgrade(url)
    async with at_work(url, folder, "http") as made:
        yield made
