"""What stands in Slack: each message of ours, wherever it is."""

from collections import Counter
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

KINDS = "public_channel,private_channel,im"


async def standing(client: AsyncWebClient) -> Counter[str]:
    """How often each message of ours stands in Slack, in whatever channel, thread or conversation."""
    channels = await _all(client, "conversations_list", "channels", types=KINDS)
    reads = [c["id"] for c in channels if c.get("is_member") or c.get("is_im")]
    return Counter([uid for channel in reads for uid in await _uids(client, channel)])


async def _uids(client: AsyncWebClient, channel: str) -> list[str]:
    asked = {"channel": channel, "include_all_metadata": True}
    tops = await _all(client, "conversations_history", "messages", **asked)
    found = list(tops)
    for top in tops:
        if top.get("reply_count"):
            thread = await _all(client, "conversations_replies", "messages", ts=top["ts"], **asked)
            found += [message for message in thread if message["ts"] != top["ts"]]
    return [m["metadata"]["event_payload"]["uid"] for m in found if m.get("metadata")]


async def _all(client: AsyncWebClient, method: str, rows: str, **asked: Any) -> list[dict[str, Any]]:
    pages = await getattr(client, method)(limit=900, **asked)
    return [row async for page in pages for row in page[rows]]
