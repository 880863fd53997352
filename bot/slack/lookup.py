"""Looking before we send again: a message is known in Slack by the uid in its metadata."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

EVENT_TYPE = "cofnod_message"
PAGE = 200


@dataclass(frozen=True, slots=True)
class Found:
    """A message as it stands in Slack: where, which version of it, and whether files were to follow."""

    ts: str
    version: int
    owes: bool = False


def metadata(uid: str, version: int, owes: bool = False) -> dict[str, Any]:
    """What every message of ours carries, so that it can be found again."""
    payload = {"uid": uid, "version": version} | ({"owes": True} if owes else {})
    return {"event_type": EVENT_TYPE, "event_payload": payload}


async def find(
    client: AsyncWebClient, uid: str, channel_id: str, thread_ts: str | None, oldest: str
) -> Found | None:
    """The message with this uid, if it came after `oldest` (a Slack time stamp, not included)."""
    threads = [thread_ts, None] if thread_ts else [None]
    for thread in threads:
        async for message in _messages(client, channel_id, thread, oldest):
            found = _ours(message, uid)
            if found:
                return found
    return None


async def files_after(client: AsyncWebClient, channel_id: str, thread_ts: str, oldest: str) -> dict[str, str]:
    """The files in a thread that came after a message of it: Slack's id of each by its name.

    Of one that was deleted Slack shows a tombstone, which has no name.
    """
    messages = _messages(client, channel_id, thread_ts, oldest)
    found = [file async for message in messages for file in message.get("files") or []]
    return {str(file["name"]): str(file.get("id")) for file in found if file.get("name")}


async def _messages(
    client: AsyncWebClient, channel_id: str, thread_ts: str | None, oldest: str
) -> AsyncIterator[Mapping[str, Any]]:
    cursor = ""
    while True:
        said = await _page(client, channel_id, thread_ts, oldest, cursor)
        for message in said.get("messages") or []:
            yield message
        cursor = (said.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


async def _page(
    client: AsyncWebClient, channel_id: str, thread_ts: str | None, oldest: str, cursor: str
) -> Mapping[str, Any]:
    wanted: dict[str, Any] = {
        "channel": channel_id,
        "oldest": oldest,
        "limit": PAGE,
        "include_all_metadata": True,
    }
    if cursor:
        wanted["cursor"] = cursor
    if thread_ts is None:
        return _body(await client.conversations_history(**wanted))
    try:
        return _body(await client.conversations_replies(ts=thread_ts, **wanted))
    except SlackApiError as problem:
        if _body(problem.response).get("error") == "thread_not_found":
            return {}
        raise


def _body(said: AsyncSlackResponse) -> Mapping[str, Any]:
    return said.data if isinstance(said.data, dict) else {}


def _ours(message: Mapping[str, Any], uid: str) -> Found | None:
    marks = message.get("metadata") or {}
    payload = marks.get("event_payload") or {}
    if marks.get("event_type") != EVENT_TYPE or payload.get("uid") != uid:
        return None
    version = payload.get("version")
    return Found(str(message["ts"]), version if isinstance(version, int) else 1, bool(payload.get("owes")))
