"""Fifty incidents come due in four units at one instant: when does each stand in Slack, in how few messages?

Through the real dispatcher at its own pace, to the local workspace, which has rates as strict as Slack.
"""

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.databases import New
from benchmarks.figures import Figure
from benchmarks.invented import AT, FORCE
from benchmarks.processes import surroundings, workspace
from bot.app import App, running
from bot.config import Settings
from bot.demo.stepping import Hands, SteppedClock
from bot.domain.force import Unit
from bot.domain.incident import IncidentKey, IncidentReport
from bot.services.feeds import intake
from jobs.move_on import move_on
from jobs.open_lists import open_lists
from workspace.click import Workspace

DUE = 50
BEFORE = timedelta(minutes=30)  # longer than the quarter of an hour in which alerts join an earlier one
PATIENCE_SECONDS = 30.0
Call = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """How long it took until all was visible, and the calls to Slack since they came due."""

    seconds: float
    calls: list[Call]

    def most(self, method: str) -> float:
        """The most calls of a method for one channel."""
        channels = [call["args"]["channel"] for call in self.calls if call["method"] == method]
        return float(max((channels.count(channel) for channel in channels), default=0))


def _units() -> list[Unit]:
    return [unit for unit in FORCE.units.values() if unit.dmm]


def _report(n: int) -> IncidentReport:
    """An incident that becomes urgent at the instant AT."""
    told = AT - FORCE.stages.clock + FORCE.stages.urgent
    units, key = _units(), IncidentKey(FORCE.id, told.date(), str(n + 1))
    return IncidentReport(key, told, "violence", "violence", units[n % len(units)].code)


def _shown(calls: list[Call], refs: list[str]) -> bool:
    said = json.dumps([call["args"].get("blocks") for call in calls])
    return all(f"*{ref}*" in said for ref in refs)


async def _after(work: Workspace, known: int, done: Callable[[list[Call]], bool]) -> list[Call]:
    """The calls after the first `known`, once they are as wanted."""

    async def probe() -> list[Call] | None:
        calls = (await work.calls())[known:]
        return calls if done(calls) else None

    found: list[Call] = await work.until(probe, PATIENCE_SECONDS, "all incidents to be visible")
    return found


async def _watch(app: App, clock: SteppedClock, work: Workspace) -> Seen:
    reports = [_report(n) for n in range(DUE)]
    await app.kit.store.write(intake.take, clock.story(), "bench", reports)
    await open_lists(app.kit)
    await move_on(app.kit)
    await app.dispatcher.settle()
    known = len(await work.calls())
    clock.hands.at, began = AT, time.perf_counter()
    await move_on(app.kit)
    await _after(work, known, lambda calls: _shown(calls, [r.key.ref for r in reports]))
    seconds = time.perf_counter() - began
    await app.dispatcher.settle()
    calls = (await work.calls())[known:]
    return Seen(seconds, calls)


async def _seen(url: str) -> Seen:
    clock = SteppedClock(hands=Hands(AT - BEFORE))
    async with workspace() as work:
        with TemporaryDirectory() as folder:
            settings = Settings.read(surroundings(work.api_url, url, folder, 0))
            async with running(settings, clock, only="work") as app:
                return await _watch(app, clock, work)


def measure(new: New) -> list[Figure]:
    """The seconds, and the most messages in one channel."""
    seen, units = asyncio.run(_seen(new("sqlite"))), len(_units())
    what = f"{DUE} due in {units} units"
    return [
        Figure(f"{what}: all visible", seen.seconds, "s", at_most=3),
        Figure(f"{what}: list updates a channel", seen.most("chat.update"), "at most", at_most=1),
        Figure(f"{what}: alerts a channel", seen.most("chat.postMessage"), "at most", at_most=1),
    ]
