"""A workspace and a dispatcher's surroundings for each test, on each kind of database."""

from collections.abc import AsyncIterator

import pytest

from tests.slack.rig import MANIFEST, Rig, rigged
from workspace.click import Workspace, started


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    async with started(MANIFEST, here=True) as running:
        yield running


@pytest.fixture
async def rig(database_url: str, workspace: Workspace) -> AsyncIterator[Rig]:
    async with rigged(database_url, workspace) as made:
        yield made
