"""The one Slack client: one connection pool, no retries behind our back, nothing secret in a log."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientSession, ClientTimeout, TCPConnector
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.guard import guarded

SECONDS = 10.0  # a call that takes longer has an unknown outcome
CONNECT_SECONDS = 3.0
CONNECTIONS = 20


def quiet_logger(name: str, level: int = logging.INFO) -> logging.Logger:
    """A library's logger that never says what it says at DEBUG: headers, bodies, names."""
    logger = logging.getLogger(name)
    logger.setLevel(max(level, logger.level))
    return logger


@asynccontextmanager
async def slack_client(token: str, api_url: str, seconds: float = SECONDS) -> AsyncIterator[AsyncWebClient]:
    """A client for any Slack-compatible server; its session is closed on the way out.

    The SDK's own retries post twice when only the answer was lost, so there are none.
    """
    patience = ClientTimeout(total=seconds, sock_connect=min(CONNECT_SECONDS, seconds))
    connector = TCPConnector(limit=CONNECTIONS)
    async with ClientSession(timeout=patience, connector=connector, middlewares=(guarded,)) as session:
        yield AsyncWebClient(
            token=token,
            base_url=api_url,
            session=session,
            logger=quiet_logger("slack_sdk"),
            retry_handlers=[],
        )
