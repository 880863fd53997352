"""`cofnod demo` as a person opens and ends it."""

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest

from bot.demo.scenes import MORNING, load_scene
from bot.demo.stage import Demonstration, demonstration
from workspace.click import Message

SERGEANTS = "#bcu-carmarthenshire"


@pytest.fixture
async def opened() -> AsyncIterator[tuple[Process, list[str]]]:
    """The demo as a process of its own, and the four lines that it begins with."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--weeks", "0", stdout=PIPE, stderr=PIPE
    )
    assert process.stdout
    yield process, [(await process.stdout.readline()).decode().strip() for _ in range(4)]
    if process.returncode is None:
        process.terminate()
        await process.wait()


async def answers(address: str) -> bool:
    async with aiohttp.ClientSession() as session:
        try:
            async with session.get(address) as answer:
                return answer.status == 200
        except aiohttp.ClientConnectionError:
            return False


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
async def test_it_prints_one_address_and_ends_cleanly(
    opened: tuple[Process, list[str]], end: signal.Signals
) -> None:
    process, lines = opened
    [address] = [line for line in lines if "://" in line]
    assert address.endswith("?as=U0MORGAN&channel=bcu-carmarthenshire")
    assert await answers(address)
    process.send_signal(end)
    _, complaints = await process.communicate()
    assert (process.returncode, complaints.decode()) == (0, "")
    assert not await answers(address)


async def test_the_morning_begins_as_the_chair_with_what_the_meeting_will_take() -> None:
    async with demonstration(step=True, scene=load_scene(MORNING)) as demo:
        assert demo.address.endswith("?as=U0CHAIR&channel=bcu-carmarthenshire")
        stands = await demo.workspace.person("U0CHAIR").expect_message(SERGEANTS, "waiting")
        assert stands.text.index("overdue") < stands.text.index("Criminal damage")


async def test_nothing_is_left_of_a_demo_that_has_ended() -> None:
    async with demonstration(step=True) as demo:
        folder = demo.settings.data
        assert (folder / "cofnod.db").is_file()
    assert not folder.exists()


async def test_what_nears_its_deadline_stands_first() -> None:
    async with demonstration(step=True) as demo:
        [listed] = [m for m in await _sergeants(demo) if "Allocate" in m.buttons]
        late, soon = (demo.world.ref(name) for name in ("overdue", "due at 04:10"))
        assert listed.text.index(late) < listed.text.index(soon)


async def test_time_stands_still_until_somebody_moves_it() -> None:
    async with demonstration(step=True) as demo:
        before = demo.clock.story()
        assert not await _is_known(demo, "first to arrive")
        await demo.move(minutes=35)
        assert demo.clock.story() == before + timedelta(minutes=35)
        assert await _is_known(demo, "first to arrive")


async def test_new_incidents_arrive_while_nobody_does_anything() -> None:
    async with demonstration(speed=60) as demo:
        assert await demo.workspace.until(lambda: _is_known(demo, "first to arrive"), timeout=60)


async def _is_known(demo: Demonstration, name: str) -> bool:
    """Whether the sergeant is shown an incident that she asks for."""
    answer = await demo.workspace.person("Morgan").command(SERGEANTS, f"/incident {demo.world.ref(name)}")
    return "Allocate" in answer.buttons


async def _sergeants(demo: Demonstration) -> list[Message]:
    return await demo.workspace.person("Morgan").messages(SERGEANTS)
