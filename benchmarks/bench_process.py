"""What the bot costs when nothing happens: its memory, and the time until it can answer."""

import asyncio

import psutil

from benchmarks.databases import New
from benchmarks.figures import Figure, middle
from benchmarks.processes import bot, workspace

STARTS, IDLE_SECONDS = 5, 6.0  # longer than the shortest job of the timetable
MIB = 1024 * 1024


async def _observe(new: New) -> tuple[list[float], float]:
    seconds, memory = [], 0.0
    url = new("sqlite")
    async with workspace() as work:
        for start in range(STARTS):
            async with bot(work.api_url, url) as served:
                seconds.append(served.seconds)
                if start == STARTS - 1:
                    await asyncio.sleep(IDLE_SECONDS)
                    memory = psutil.Process(served.process.pid).memory_info().rss / MIB
    return seconds, memory


def measure(new: New) -> list[Figure]:
    """`cofnod serve`, idle."""
    seconds, memory = asyncio.run(_observe(new))
    return [
        Figure("memory of cofnod serve, idle (RSS)", memory, "MiB", at_most=130),
        Figure(f"cold start to the first answer, median of {STARTS}", middle(seconds), "s", at_most=2),
    ]
