"""A large export polled into a database by a process of its own, so that its memory can be weighed."""

import asyncio
import json
import sys
from pathlib import Path

from bot.config import SHIPPED_FORCE
from bot.domain.people import Roster
from bot.force import load_force
from bot.kit import Kit
from bot.services.feeds import intake
from bot.slack.render import Renderer
from bot.sources.drop_folder import DropFolder
from bot.sources.feed import Feed
from bot.sources.fetched import in_batches
from bot.store.store import Store
from jobs.poll import poll
from templates import FOLDER
from tests.faults.feeds import CSVS, StoryClock
from tests.sources.builders import AT, plain
from tests.sources.memory_probe import peak_kib


def kit_on(url: str) -> Kit:
    """The kit on a database, with nobody on the roster."""
    force = load_force(SHIPPED_FORCE)
    return Kit(force, Store(url, force, Roster(())), Renderer(FOLDER, force.zone), StoryClock())


async def ours(kit: Kit, source: DropFolder) -> tuple[int, int]:
    """As the bot does: batch by batch."""
    count = await poll(kit, Feed(source))
    return count.fresh, count.bad


async def naive(kit: Kit, source: DropFolder) -> tuple[int, int]:
    """The control: everything at once."""
    fetch = await source.fetch(AT)
    [everything] = in_batches(fetch.reports, size=sys.maxsize)
    taken = await kit.store.write(intake.take, AT, source.name, everything.reports)
    return taken.fresh, len(everything.bad)


def main(how: str, url: str, folder: str) -> None:
    """Print rows in, rows bad and the growth in KiB."""
    kit, source = kit_on(url), DropFolder(plain(more=CSVS), Path(folder))
    before = peak_kib()
    fresh, bad = asyncio.run((naive if how == "naive" else ours)(kit, source))
    kit.store.close()
    print(json.dumps([fresh, bad, peak_kib() - before]))


if __name__ == "__main__":
    main(*sys.argv[1:])
