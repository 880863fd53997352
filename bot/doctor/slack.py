"""What Slack shows: our token's scopes, our channels, who is in them, and everybody it knows."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Settings
from bot.doctor.finding import Finding
from bot.doctor.membership import (
    judge_channels,
    judge_members,
    judge_people,
    judge_registrars,
    judge_restricted,
    judge_scopes,
)
from bot.doctor.setup import files
from bot.domain.force import Force
from bot.domain.people import Person
from bot.slack.manifest import SCOPES

PAGE = 500
Object = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """What Slack told us: scopes, channels by name, the members of those we are in, and all users."""

    scopes: frozenset[str]
    channels: Mapping[str, Object]
    members: Mapping[str, Sequence[str]]
    users: Sequence[Object]


async def online(settings: Settings, day: date) -> list[Finding]:
    """Every finding that Slack can tell; none without a token or usable files, which `offline` tells."""
    ready = files(settings)
    if ready is None or not settings.slack_bot_token:
        return []
    client = AsyncWebClient(token=settings.slack_bot_token, base_url=settings.slack_api_url)
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=3))  # it only reads
    return await look(client, *ready, frozenset(SCOPES), day)


async def look(
    client: AsyncWebClient, force: Force, people: Iterable[Person], scopes: frozenset[str], day: date
) -> list[Finding]:
    """Every finding about this token, these channels and these people on a day."""
    try:
        seen = await _see(client, force.channels)
    except SlackApiError as refused:
        return [Finding("slack_refused", {"error": str(refused.response["error"])})]
    except (SlackClientError, ClientError, OSError, TimeoutError):
        return [Finding("slack_unreachable")]
    valid = [person for person in people if person.valid_on(day)]
    return [
        *judge_scopes(seen.scopes, scopes),
        *judge_channels(seen.channels, force.channels, force.private_channels),
        *judge_people(seen.users, valid),
        *judge_members(seen.members, seen.users, valid),
        *judge_restricted(seen.members.get(force.restricted_channel, ()), valid, force),
        *judge_registrars(seen.members.get(force.registrar_channel, ()), valid, force.registrar_channel),
    ]


async def _see(client: AsyncWebClient, names: Sequence[str]) -> Seen:
    who = await client.auth_test()
    both = "public_channel,private_channel"
    found = [each async for each in _pages(client, "conversations.list", "channels", types=both)]
    channels = {channel["name"]: channel for channel in found if channel["name"] in names}
    members = {}
    for name, channel in channels.items():
        if channel.get("is_member"):
            pages = _pages(client, "conversations.members", "members", channel=channel["id"])
            members[name] = [each async for each in pages]
    users = [each async for each in _pages(client, "users.list", "members")]
    return Seen(_granted(who.headers), channels, members, users)


async def _pages(client: AsyncWebClient, method: str, key: str, **values: Any) -> AsyncIterator[Any]:
    cursor: str = ""
    while True:
        answer = await client.api_call(method, params={"limit": PAGE, "cursor": cursor, **values})
        for each in answer[key]:
            yield each
        metadata: Object = answer.get("response_metadata") or {}
        cursor = metadata.get("next_cursor", "")
        if not cursor:
            return


def _granted(headers: Any) -> frozenset[str]:
    named = {str(name).lower(): str(value) for name, value in headers.items()}
    return frozenset(scope for part in named.get("x-oauth-scopes", "").split(",") if (scope := part.strip()))
