"""A workspace of one's own for each test, and a Bolt app on either transport."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace.bolt_app import MANIFEST
from workspace.click import Workspace, started


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    async with started(MANIFEST, here=True) as running:
        yield running


@pytest.fixture
async def client(workspace: Workspace) -> AsyncWebClient:
    return AsyncWebClient(token=workspace.bot_token, base_url=workspace.api_url, retry_handlers=[])


@pytest.fixture(params=["socket", "http"])
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)
