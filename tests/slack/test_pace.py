"""How fast we speak: to people together no faster than Slack lets one app."""

import asyncio

from bot.slack.pace import Pace, Rates


async def test_posts_to_many_people_keep_one_pace_together() -> None:
    pace = Pace(Rates(posts_a_second=1.0, direct_a_minute=3000.0, direct_burst=5))
    began = asyncio.get_running_loop().time()
    for person in range(15):
        await pace.posts(str(person)).take()
        await pace.people.take()
    took = asyncio.get_running_loop().time() - began
    assert 0.19 <= took < 5.0, "five at once, and ten more at fifty a second"


async def test_without_a_pace_nobody_waits() -> None:
    pace = Pace(Rates(posts_a_second=0))
    async with asyncio.timeout(5):
        for _ in range(1000):
            await pace.people.take()
