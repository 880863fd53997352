"""A morning on which five hundred inspectors come on at seven: when does the last have its digest?

Through the real dispatcher at its own pace, to the local workspace, which has rates as strict as Slack: posts
of one app, 400 a minute after the first 100. Composing is counted in the processor's time.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.databases import New
from benchmarks.figures import Figure, middle
from benchmarks.invented import FORCE, ROSTER_OF_FORCE, reports
from benchmarks.processes import surroundings
from bot.app import App, manifest, running
from bot.config import Settings
from bot.demo.stepping import Hands, SteppedClock
from bot.domain.people import Person, Roster
from bot.hours import parse_tours
from bot.reports.measures import Share
from bot.services.digests import daily
from bot.services.digests.queues import Queues
from bot.services.feeds import intake
from bot.services.incidents import listings
from bot.slack.bulletins.digests import worded
from bot.slack.bulletins.lists import shown_list
from bot.slack.render import Renderer
from bot.store.store import Store
from bot.store.work import Work
from jobs.digests import send_digests
from templates import FOLDER
from workspace.click import CAST, Workspace, started
from workspace.limits import POSTS_A_MINUTE

SUBSCRIBERS, TRIES = 500, 15
EVENING, SEVEN = datetime(2026, 11, 20, 6, 59, tzinfo=UTC), datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
PATIENCE_SECONDS = 300.0
HEAD = (
    "collar,forename,surname,rank,unit,roles,accreditations,duty,slack_ids,email,language,valid_from,valid_to"
)


@dataclass(frozen=True, slots=True)
class Morning:
    """How long it took: until all were put, until all were posted; and what the process grew by (MiB)."""

    put: float
    posted: float
    grew: float


def inspector(n: int) -> Person:
    """One of many, all made up."""
    unit = list(FORCE.units)[n % len(FORCE.units)]
    tours, account = parse_tours("daily 07:00-07:00"), f"U0BENCH{n}"
    return Person(f"7{n:03}", "", "Made-up", "inspector", unit, tours=tours, slack_ids=(account,))


def _roster(folder: Path) -> Path:
    rows = [
        f"{p.collar},Made,Up,inspector,{p.unit},,,daily 07:00-07:00,{p.slack_ids[0]},,,2020-01-01,"
        for p in map(inspector, range(SUBSCRIBERS))
    ]
    file = folder / "roster.csv"
    file.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return file


def _cast(folder: Path) -> Path:
    people = "".join(
        f'\n[[people]]\nid = "U0BENCH{n}"\nname = "made-up-{n}"\nreal_name = "Insp Made Up {n}"\n'
        for n in range(SUBSCRIBERS)
    )
    file = folder / "cast.toml"
    file.write_text(CAST.read_text(encoding="utf-8") + people, encoding="utf-8")
    return file


def _resident() -> float:
    """What this process holds now, in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 2**20


@asynccontextmanager
async def _at_dawn(url: str) -> AsyncIterator[tuple[App, SteppedClock, Workspace]]:
    """A bot with a night's incidents, a minute before seven."""
    clock = SteppedClock(hands=Hands(EVENING))
    with TemporaryDirectory() as name:
        folder = Path(name)
        given = surroundings("http://127.0.0.1/api/", url, name, 0) | {"COFNOD_ROSTER": str(_roster(folder))}
        made = manifest(Settings.read(given))
        async with started(made, cast=_cast(folder), rates=1) as work:
            settings = Settings.read(given | {"SLACK_API_URL": work.api_url})
            async with running(settings, clock, only="web") as app:  # no job but the one that is measured
                runner = asyncio.create_task(app.dispatcher.run())
                yield app, clock, work
                runner.cancel()
                await asyncio.gather(runner, return_exceptions=True)


async def _morning(url: str) -> Morning:
    async with _at_dawn(url) as (app, clock, work):
        await app.kit.store.write(intake.take, clock.story(), "bench", reports(600, EVENING))
        await send_digests(app.kit)
        await app.dispatcher.settle()
        assert Share(18, 20).interval  # what a process loads once, whoever first needs it: some 60 MiB
        before, clock.hands.at, began = _resident(), SEVEN, time.perf_counter()
        await send_digests(app.kit)
        put = time.perf_counter() - began
        await app.dispatcher.settle(PATIENCE_SECONDS)
        posted = time.perf_counter() - began
        assert await _count(work) == SUBSCRIBERS, "somebody has no digest"
        return Morning(put, posted, _resident() - before)


async def _count(work: Workspace) -> int:
    """How many have a message."""
    calls = [call for call in await work.calls("chat.postMessage") if call["ok"]]
    return len({call["args"]["channel"] for call in calls} & {f"D0BENCH{n}" for n in range(SUBSCRIBERS)})


def _milliseconds(do: Callable[[], object]) -> float:
    do()
    took = []
    for _ in range(TRIES):
        began = time.process_time()
        do()
        took.append(time.process_time() - began)
    return middle(took) * 1000


def _composing(url: str) -> list[Figure]:
    """What one digest costs: made from the queues that all share, and put into words, beside a live list."""
    store = Store(url, FORCE, Roster(tuple(map(inspector, range(SUBSCRIBERS)))))
    store.write_now(intake.take, SEVEN, "bench", reports(600, SEVEN))
    words = Renderer(FOLDER, FORCE.zone, ROSTER_OF_FORCE.by_collar)
    whole = _milliseconds(
        lambda: shown_list(words, "en", store.read_now(listings.live, SEVEN, "carmarthenshire", "en"))
    )
    every = _milliseconds(lambda: store.read_now(_all_made, SEVEN)) / SUBSCRIBERS
    shown = store.read_now(lambda work: daily.now(work, work.roster.people[0], "en"), SEVEN)
    present = {"at": SEVEN, "people": ROSTER_OF_FORCE, "force": FORCE}
    said = _milliseconds(lambda: words.message("digests/daily", "en", **present, **worded(shown)))
    store.close()
    return [Figure("digest: made and worded, of 500", every + said, "ms", whole, "a live list", at_most=1)]


def _all_made(work: Work) -> None:
    """Every digest of a morning, as the job makes them."""
    queues = Queues.of(work)
    for recipient in daily.recipients(work):
        queues.digest(recipient)
        queues.things(recipient)


def measure(new: New) -> list[Figure]:
    """The time to the last message beside what Slack allows, the cost of one, and memory."""
    morning = asyncio.run(_morning(new("sqlite")))
    limit = (SUBSCRIBERS - POSTS_A_MINUTE / 4) / POSTS_A_MINUTE * 60
    what = f"{SUBSCRIBERS} digests at seven"
    return [
        Figure(f"{what}: the last is posted", morning.posted, "s", limit, "Slack's limit", at_most=1.25),
        Figure(f"{what}: all are put", morning.put, "s", at_most=5),
        Figure(f"{what}: memory grows by", morning.grew, "MiB", at_most=64),
        *_composing(new("sqlite")),
    ]
