"""One dispatcher at a time, however many processes run one."""

import asyncio
import gc
from typing import Any

import pytest

from bot.slack.aftermath import Aftermath
from bot.slack.lease import LeaseLost
from bot.store.leases import Fenced, fenced, hold, release
from bot.store.work import Work
from tests.slack.rig import Rig, machine


async def take(rig: Rig, holder: str, seconds: float) -> int | None:
    return await rig.store.write(hold, machine(), "dispatcher", holder, seconds, machine())


async def test_a_dispatcher_without_the_lease_sends_nothing_until_it_runs_out(rig: Rig) -> None:
    loop = asyncio.get_running_loop()
    begun = loop.time()
    assert await take(rig, "another", 0.7)
    await rig.put("a")
    await rig.settle()
    assert 0.6 < loop.time() - begun < 3
    assert await rig.texts() == ["a"]


async def test_of_two_dispatchers_only_one_is_at_work(rig: Rig) -> None:
    both = [rig.dispatcher(holder=name) for name in ("one", "two")]
    running = [asyncio.ensure_future(d.run()) for d in both]
    for n in range(20):
        await rig.put(f"m{n}")
    await both[0].settle()
    for dispatcher in both:
        await dispatcher.drain(1)
    assert all(task.done() for task in running)
    assert await rig.texts() == [f"m{n}" for n in range(20)]
    assert len(await rig.calls("chat.postMessage")) == 20


async def test_a_holder_whose_lease_was_taken_sends_nothing_more(rig: Rig) -> None:
    stale = rig.dispatcher(holder="stale")
    running = asyncio.ensure_future(stale.run())
    await rig.put("before")
    await stale.settle()
    await rig.store.write(release, machine(), "dispatcher", "stale")
    assert await take(rig, "fresh", 60) == 2
    await rig.put("after")
    await rig.workspace.until(lambda: not stale.at_work, 3)
    running.cancel()
    await asyncio.wait([running])
    assert await rig.texts() == ["before"]


async def test_a_mark_in_an_older_epoch_is_refused(rig: Rig) -> None:
    def mark(work: Work) -> str:
        return "written"

    assert await take(rig, "one", 60) == 1
    assert await rig.store.write(fenced, machine(), "dispatcher", 1, mark) == "written"
    await rig.store.write(release, machine(), "dispatcher", "one")
    assert await take(rig, "two", 60) == 2
    with pytest.raises(Fenced):
        await rig.store.write(fenced, machine(), "dispatcher", 1, mark)


async def test_a_post_that_came_too_late_is_taken_back(rig: Rig) -> None:
    slow = {"method": "chat.postMessage", "kind": "slow", "seconds": 0.8, "times": 1}
    await rig.workspace.faults(slow)
    stale = rig.dispatcher(holder="stale")
    running = asyncio.ensure_future(stale.run())
    await rig.put("a")
    await rig.workspace.until(lambda: struck(rig), 3)
    await rig.store.write(release, machine(), "dispatcher", "stale")
    await rig.settle(2, holder="fresh")
    await rig.workspace.until(lambda: deleted(rig), 5)
    running.cancel()
    await asyncio.wait([running])
    [message] = await rig.messages()
    assert message["ts"] == (await rig.row("a")).ts
    assert len(await rig.calls("chat.postMessage")) == 2


async def test_a_post_that_never_left_since_the_lease_was_lost_needs_no_looking_after(rig: Rig) -> None:
    async def unsent() -> None:
        raise LeaseLost

    await rig.put("a")
    complaints: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: complaints.append(context))
    aftermath = Aftermath(rig.store, rig.client, machine)
    aftermath.begin(await rig.row("a"), unsent())
    await aftermath.settle(2)
    gc.collect()
    assert complaints == []
    assert await rig.calls("chat.delete") == []


async def struck(rig: Rig) -> bool:
    return (await rig.workspace.state())["rules"][0]["times"] == 0


async def deleted(rig: Rig) -> bool:
    return len(await rig.calls("chat.delete")) == 1
