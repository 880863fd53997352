"""F10, F11 for files: answers lost between upload and thread, and dispatchers killed; each file once."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress

import pytest
from slack_sdk.errors import SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import slack_client
from bot.slack.recovery import PROBLEMS
from tests.faults.sender import record
from tests.faults.test_f10_f11_faulty_slack import (
    CHANNELS,
    bench,
    frozen_and_replaced,
    send_all_with_kills,
    shown,
    wanted,
)
from tests.slack.rig import MANIFEST, POWYS
from workspace.click import started

COMPLETE = "files.completeUploadExternal"
FAULTS = (
    {"method": COMPLETE, "kind": "drop_after", "probability": 0.10},
    {"method": COMPLETE, "kind": "429", "probability": 0.05, "seconds": 0},
    {"method": COMPLETE, "kind": "500", "probability": 0.03},
    {"method": COMPLETE, "kind": "500_after", "probability": 0.05},
    {"method": "files.getUploadURLExternal", "kind": "500", "probability": 0.03},
    {"method": "upload", "kind": "500", "probability": 0.03},
    {"method": "conversations.replies", "kind": "500", "probability": 0.05},
    {"method": "chat.postMessage", "kind": "drop_after", "probability": 0.05},
)


async def files_under(client: AsyncWebClient, channel: str) -> Counter[tuple[str, str]]:
    """How often each file stands under each message of a channel."""
    found: Counter[tuple[str, str]] = Counter()
    pages = await client.conversations_history(channel=channel, limit=900)
    tops = [message async for page in pages for message in page["messages"]]
    for top in tops:
        thread = await client.conversations_replies(channel=channel, ts=top["ts"], limit=900)
        found.update((top["text"], f["title"]) for m in thread["messages"] for f in m.get("files", []))
    return found


@pytest.mark.parametrize(
    ("number", "kills"), [(80, 3), pytest.param(800, 12, marks=pytest.mark.faults)], ids=["some", "800"]
)
async def test_a_faulty_slack_and_kills_lose_no_file_and_double_none(
    database_url: str, number: int, kills: int
) -> None:
    async with bench(database_url, FAULTS) as made:
        made.sends = ("files",)
        await send_all_with_kills(made, number, kills)
        await made.workspace.faults()
        assert await shown(made.client) == wanted(number)
        for channel, texts in wanted(number).items():
            assert await files_under(made.client, channel) == Counter((text, text) for text in texts)
        looks = len(await made.workspace.calls("conversations.replies"))
        shares = len(await made.workspace.calls(COMPLETE))
    print(
        f"{number} files, {kills} kills, {shares} shares that took effect, {looks} looks: 0 lost, 0 doubled"
    )


async def naively(client: AsyncWebClient, channel: str, texts: Sequence[str]) -> None:
    """What one writes first: whatever goes wrong, send the file again."""
    waiting = list(texts)
    while waiting:
        file = record(waiting[0])
        with suppress(SlackRequestError, *PROBLEMS):
            await client.files_upload_v2(
                channel=channel, content=file.content.decode(), filename=file.name, title=file.title
            )
            waiting.pop(0)


async def titles_in_channels(client: AsyncWebClient) -> Counter[str]:
    """How often each file stands in a channel itself."""
    titles: Counter[str] = Counter()
    for channel in CHANNELS:
        pages = await client.conversations_history(channel=channel, limit=900)
        said = [message async for page in pages for message in page["messages"]]
        titles.update(f["title"] for m in said for f in m.get("files", []))
    return titles


@pytest.mark.parametrize(
    ("number", "at_least"), [(80, 4), pytest.param(800, 60, marks=pytest.mark.faults)], ids=["some", "800"]
)
async def test_a_sender_that_simply_repeats_doubles_files(number: int, at_least: int) -> None:
    async with started(MANIFEST) as workspace:
        await workspace.faults(*FAULTS, seed=20)
        async with slack_client(workspace.bot_token, workspace.api_url) as client:
            texts = wanted(number)
            await asyncio.gather(*(naively(client, channel, mine) for channel, mine in texts.items()))
            await workspace.faults()
            titles = await titles_in_channels(client)
    found = sum(titles.values()) - len(titles)
    print(f"{number} files sent naively: {found} doubled")
    assert found > at_least


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # with SQLite there is one process
async def test_a_dispatcher_frozen_while_it_shares_a_file_doubles_none(database_url: str) -> None:
    slow = {"method": COMPLETE, "kind": "slow", "seconds": 0.3, "times": 1}
    async with bench(database_url, [slow]) as made:
        made.sends = ("files",)
        await frozen_and_replaced(made)
        found = await files_under(made.client, POWYS)
        assert found == Counter((text, text) for text in ("first", "second", "third"))
