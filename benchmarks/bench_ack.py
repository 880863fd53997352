"""From a command to its ack over signed HTTP, one client: ours commits first, the bare app does nothing.

Every app is asked in turn, fifty times each, so that whatever else the machine does befalls all alike.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from urllib.parse import urlencode

from aiohttp import ClientSession
from sqlalchemy import func, select

from benchmarks.databases import KINDS, New
from benchmarks.figures import Figure, percentile
from benchmarks.invented import FORCE, ROSTER_OF_FORCE, reports
from benchmarks.processes import bare, bot, workspace
from bot.domain.incident import IncidentReport
from bot.services.feeds import intake
from bot.store.store import Store
from bot.store.tables import trail
from bot.store.work import Work
from workspace.app import Settings
from workspace.http_mode import signature

ROUNDS, BLOCK = 600, 50
BEFORE = BLOCK  # so many are asked before the clock runs
INCIDENTS = 60
OFFICERS = ("842", "917")
WAYS = {"default": "Bolt, default", "before": "Bolt, before response"}
LIMITS = {"sqlite": 0.2, "postgresql": 0.35}
TRIGGERS = count(1)


@dataclass(slots=True)
class App:
    """Somebody who acknowledges, what the answer must hold, and the milliseconds that each answer took."""

    url: str
    expected: str = ""
    took: list[float] = field(default_factory=list)

    async def ask(self, session: ClientSession, text: str) -> None:
        """One command, signed as Slack signs it."""
        body = _command(text)
        stamp = str(int(time.time()))
        signed = signature(Settings.signing_secret, stamp, body)
        headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signed}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        async with session.post(f"{self.url}/slack/events", data=body, headers=headers) as answer:
            said = await answer.text()
        self.took.append((time.perf_counter() - began) * 1000)
        assert answer.status == 200, answer.status
        assert self.expected in said, said


def _command(text: str) -> bytes:
    said = {
        "command": "/allocate",
        "text": text,
        "team_id": "T0DEMO",
        "channel_id": "C0CARMS",
        "channel_name": "bcu-carmarthenshire",
        "user_id": "U0MORGAN",
        "trigger_id": f"{next(TRIGGERS)}.bench",
        "response_url": "http://127.0.0.1:9/none",
    }
    return urlencode(said).encode()


def _open_incidents() -> list[IncidentReport]:
    """Incidents of the last hours whose clocks run and which any sergeant may allocate."""
    now = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=1)
    return [report for report in reports(2000, now) if _is_open(report)][:INCIDENTS]


def _is_open(report: IncidentReport) -> bool:
    rule = FORCE.rule(report.category, report.qualifiers, report.markers)
    return rule.starts_clock and not rule.restricted and bool(FORCE.units[report.unit].dmm)


def _fill(url: str, incidents: Sequence[IncidentReport]) -> None:
    store = Store(url, FORCE, ROSTER_OF_FORCE)
    store.write_now(intake.take, datetime.now(UTC), "bench", incidents)
    store.close()


def _allocated(url: str) -> int:
    """How many allocations stand on the trail."""

    def ask(work: Work) -> int:
        told = select(func.count()).where(trail.c.body.contains('"kind":"incident_allocated"'))
        return int(work.conn.execute(told).scalar_one())

    store = Store(url, FORCE, ROSTER_OF_FORCE)
    found = store.read_now(ask, datetime.now(UTC))
    store.close()
    return found


def _texts(incidents: Sequence[IncidentReport]) -> Iterator[str]:
    """Allocations that all take effect: each incident goes to and fro between two officers."""
    for n in count():
        incident = incidents[n % len(incidents)]
        yield f"{incident.key.ref} {OFFICERS[n // len(incidents) % 2]}"


async def _measured(urls: dict[str, str], rounds: int) -> dict[str, list[float]]:
    incidents = _open_incidents()
    for url in urls.values():
        _fill(url, incidents)
    async with AsyncExitStack() as stack:
        work = await stack.enter_async_context(workspace())
        apps = {way: App(await stack.enter_async_context(bare(work.api_url, way))) for way in WAYS}
        for kind, url in urls.items():
            served = await stack.enter_async_context(bot(work.api_url, url))
            apps[kind] = App(served.url, expected="PC ")
        session = await stack.enter_async_context(ClientSession())
        texts = _texts(incidents)
        for _ in range((BEFORE + rounds) // BLOCK):
            block = list(islice(texts, BLOCK))
            for app in apps.values():
                for text in block:
                    await app.ask(session, text)
    for url in urls.values():
        assert _allocated(url) == BEFORE + rounds, "an acknowledged allocation is missing"
    return {name: app.took[BEFORE:] for name, app in apps.items()}


def measure(new: New, rounds: int = ROUNDS) -> Iterator[Figure]:
    """Durable allocation to acknowledgement, on both databases, beside Bolt in both its ways."""
    took = asyncio.run(_measured({kind: new(kind) for kind in KINDS}, rounds))
    half, most = ({name: percentile(ms, p) for name, ms in took.items()} for p in (50, 99))
    for kind, name in KINDS.items():
        what = f"allocate to ack, {name}"
        yield Figure(f"{what}, p50", half[kind], "ms", half["default"], WAYS["default"], at_most=LIMITS[kind])
        limit = 5 if kind == "sqlite" else None
        yield Figure(f"{what}, p50", half[kind], "ms", half["before"], WAYS["before"], at_most=limit)
        yield Figure(f"{what}, p99", most[kind], "ms", most["default"], WAYS["default"], at_most=0.5)
