"""One process of F13: tasks that each append to one stream and add one to one number, time and again."""

import asyncio
import sys
from datetime import UTC, datetime

from sqlalchemy import select, update

from bot.config import SHIPPED_FORCE
from bot.domain.people import Roster
from bot.force import load_force
from bot.store import trail
from bot.store.store import Store
from bot.store.tables import preferences
from bot.store.work import Conflict, Work

AT = datetime(2026, 11, 20, 4, 10, tzinfo=UTC)
NUMBER = preferences.c.collar == "number"


def number(work: Work) -> int:
    """What has been counted so far."""
    return int(work.conn.execute(select(preferences.c.language).where(NUMBER)).scalar_one())


def add_one(work: Work) -> None:
    """Read, write by compare-and-swap, tell the trail: as every command does."""
    before = number(work)
    mine = NUMBER & (preferences.c.language == str(before))
    if work.conn.execute(update(preferences).where(mine).values(language=str(before + 1))).rowcount != 1:
        raise Conflict
    trail.append(work.conn, trail.Entry("numbers", str(before + 1)))


async def main(url: str, tasks: int, times: int) -> None:
    """Add `times` in each of `tasks`."""
    store = Store(url, load_force(SHIPPED_FORCE), Roster(()))

    async def task() -> None:
        for _ in range(times):
            await store.write(add_one, AT)

    await asyncio.gather(*(task() for _ in range(tasks)))
    store.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
