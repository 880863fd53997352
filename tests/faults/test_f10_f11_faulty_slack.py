"""F10, F11: a Slack that loses answers, and dispatchers that are killed; nothing is lost, nothing doubled."""

import asyncio
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.people import Roster
from bot.slack.client import slack_client
from bot.slack.recovery import PROBLEMS
from bot.store import outbox
from bot.store.store import Store
from bot.store.work import Work
from tests.slack.rig import FORCE, MANIFEST, POWYS, machine
from workspace.click import Workspace, started

ROOT = Path(__file__).parent.parent.parent
CHANNELS = ("C0CARMS", "C0CEREDIGION", "C0PEMBS", "C0POWYS", "C0CIH", "C0CRB", "C0FCC", "G0RESTRICTED")
POST = "chat.postMessage"
FAULTS = (
    {"method": POST, "kind": "drop_after", "probability": 0.10},
    {"method": POST, "kind": "429", "probability": 0.05, "seconds": 0},
    {"method": POST, "kind": "500", "probability": 0.025},
    {"method": POST, "kind": "500_after", "probability": 0.025},
    {"method": POST, "kind": "drop_before", "probability": 0.02},
    {"method": "conversations.history", "kind": "500", "probability": 0.05},
)
Wanted = dict[str, list[str]]


def wanted(number: int) -> Wanted:
    """What each channel should show, in its order."""
    return {
        channel: [f"{channel} {n}" for n in range(number)][i :: len(CHANNELS)]
        for i, channel in enumerate(CHANNELS)
    }


def put_all(work: Work, texts: Wanted) -> None:
    for channel, mine in texts.items():
        for text in mine:
            outbox.put(work, f"message {text}", channel, "test", text)


async def shown(client: AsyncWebClient) -> Wanted:
    """What each channel shows, as Slack tells it to anybody who asks."""
    found: Wanted = {}
    for channel in CHANNELS:
        texts, cursor = [], None
        while cursor != "":
            page = await client.conversations_history(channel=channel, limit=900, cursor=cursor)
            texts += [message["text"] for message in page["messages"]]
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
        found[channel] = texts[::-1]
    return found


def doubled(texts: Wanted) -> int:
    """How many messages too many there are."""
    return sum(n - 1 for mine in texts.values() for n in Counter(mine).values())


@dataclass
class Bench:
    """A store, a faulty workspace in a process of its own, and the dispatchers that were started on them."""

    url: str
    store: Store
    workspace: Workspace
    client: AsyncWebClient
    processes: list[asyncio.subprocess.Process] = field(default_factory=list)
    sends: Sequence[str] = ()

    async def start(self) -> asyncio.subprocess.Process:
        command = (sys.executable, "-m", "tests.faults.sender", self.url, self.workspace.api_url)
        process = await asyncio.create_subprocess_exec(*command, *self.sends, cwd=ROOT)
        self.processes.append(process)
        return process

    async def left(self) -> int:
        return await self.store.read(outbox.unsent, machine())

    async def until_left(self, number: int) -> None:
        async def reached() -> bool:
            return await self.left() <= number

        await self.workspace.until(reached, 120, f"{number} messages left")

    async def end(self) -> None:
        for process in self.processes:
            if process.returncode is None:
                process.kill()
            await process.wait()
        self.store.close()


@asynccontextmanager
async def bench(url: str, faults: Sequence[dict[str, object]]) -> AsyncIterator[Bench]:
    async with AsyncExitStack() as stack:
        workspace = await stack.enter_async_context(started(MANIFEST))
        client = await stack.enter_async_context(slack_client(workspace.bot_token, workspace.api_url))
        made = Bench(url, Store(url, FORCE, Roster(())), workspace, client)
        stack.push_async_callback(made.end)
        await workspace.faults(*faults, seed=20)
        yield made


async def send_all_with_kills(made: Bench, number: int, kills: int) -> None:
    """Put all messages, and kill -9 whoever sends them at so many points on the way."""
    await made.store.write(put_all, machine(), wanted(number))
    points = sorted(random.Random(number).sample(range(number // 20, number), kills), reverse=True)
    for point in points:
        sender = await made.start()
        await made.until_left(point)
        sender.send_signal(signal.SIGKILL)
        await sender.wait()
    await made.start()
    await made.until_left(0)


async def naively(client: AsyncWebClient, channel: str, texts: Sequence[str]) -> None:
    """What one writes first: whatever goes wrong, send it again."""
    waiting = list(texts)
    while waiting:
        with suppress(*PROBLEMS):
            await client.chat_postMessage(channel=channel, text=waiting[0])
            waiting.pop(0)


@pytest.mark.parametrize(
    ("number", "kills"), [(240, 2), pytest.param(2_500, 12, marks=pytest.mark.faults)], ids=["some", "2500"]
)
async def test_a_faulty_slack_and_kills_lose_nothing_and_double_nothing(
    database_url: str, number: int, kills: int
) -> None:
    async with bench(database_url, FAULTS) as made:
        await send_all_with_kills(made, number, kills)
        await made.workspace.faults()
        assert await shown(made.client) == wanted(number)
        posts = len(await made.workspace.calls(POST))
        looks = len(await made.workspace.calls("conversations.history"))
    print(
        f"{number} messages, {kills} kills, {posts} posts that took effect, {looks} looks: 0 lost, 0 doubled"
    )
    assert looks > number * 0.1


@pytest.mark.parametrize(
    ("number", "at_least"),
    [(240, 10), pytest.param(2_500, 100, marks=pytest.mark.faults)],
    ids=["some", "2500"],
)
async def test_a_sender_that_simply_repeats_doubles_many(number: int, at_least: int) -> None:
    async with started(MANIFEST) as workspace:
        await workspace.faults(*FAULTS, seed=20)
        async with slack_client(workspace.bot_token, workspace.api_url) as client:
            texts = wanted(number)
            await asyncio.gather(*(naively(client, channel, mine) for channel, mine in texts.items()))
            await workspace.faults()
            found = doubled(await shown(client))
    print(f"{number} messages sent naively: {found} doubled")
    assert found > at_least


async def struck(made: Bench) -> bool:
    """Whether the workspace has met its fault: a request of the dispatcher is under way."""
    return (await made.workspace.state())["rules"][0]["times"] == 0


async def frozen_and_replaced(made: Bench) -> None:
    """Freeze a dispatcher in the middle of a request, let another take its place, and wake it up again."""
    await made.store.write(put_all, machine(), {POWYS: ["first", "second"]})
    frozen = await made.start()
    await made.workspace.until(lambda: struck(made), 20)
    frozen.send_signal(signal.SIGSTOP)
    await made.start()
    await made.until_left(0)
    frozen.send_signal(signal.SIGCONT)
    await made.store.write(put_all, machine(), {POWYS: ["third"]})
    await made.until_left(0)
    frozen.send_signal(signal.SIGTERM)
    assert await frozen.wait() == 0


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # with SQLite there is one process
async def test_a_frozen_dispatcher_that_wakes_up_finds_another_in_its_place(database_url: str) -> None:
    slow = {"method": POST, "kind": "slow", "seconds": 0.3, "times": 1}
    async with bench(database_url, [slow]) as made:
        await frozen_and_replaced(made)
        assert (await shown(made.client))[POWYS] == ["first", "second", "third"]
