"""The real bot beside the local workspace, on either transport and database, with a clock moved by hand."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import App, dispatcher_of, manifest, running
from bot.config import Settings
from bot.demo.stepping import Hands, SteppedClock
from bot.domain.incident import IncidentReport
from bot.reports import measures
from bot.services.feeds import intake
from bot.slack.outbound import Rates, Tempo
from jobs.waking import EPOCH, wake
from tests.builders import ROSTER_FILE, Station, everything, key_of
from workspace.app import Settings as Defaults
from workspace.click import Answer, Message, Person, Workspace, started

STARTS = datetime(2026, 11, 20, 22, 10, tzinfo=UTC)  # a Friday night: the Registrar is at home
CARMS = "#bcu-carmarthenshire"
AT_ONCE = Tempo(grace=0.1, tick=0.05, rates=Rates(posts_a_second=0, changes_a_minute=0))


@dataclass
class Place:
    """Everything that a story touches: the bot, the workspace, the people in it."""

    app: App
    workspace: Workspace
    settings: Settings
    clock: SteppedClock

    @property
    def sergeant(self) -> Person:
        return self.workspace.person("U0MORGAN")

    @property
    def inspector(self) -> Person:
        return self.workspace.person("U0HUGHES")

    @property
    def officer(self) -> Person:
        return self.workspace.person("U0REES")

    @property
    def at(self) -> datetime:
        """The story's present."""
        return self.app.kit.clock.story()

    def station(self, number: str, n: int | None = None) -> Station:
        """The store behind the bot, to look into."""
        return Station(self.app.kit.store, self.at, number, n)

    def state(self, number: str, n: int = 1) -> str:
        """The state of one offence."""
        return str(self.station(number, n).offence().state)

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """The whole database but the leases, which are renewed as time passes."""
        found = everything(self.app.kit.store, self.at)
        return {name: rows for name, rows in found.items() if name != "leases"}

    async def receive(self, number: str, category: str = "theft", ago: float = 1.0, **more: Any) -> None:
        """Let the feed tell of an incident that was reported so many hours ago."""
        unit = more.pop("unit", "carmarthenshire")
        told = IncidentReport(
            key_of(number), self.at - timedelta(hours=ago), category, category, unit, **more
        )
        await self.app.kit.store.write(intake.take, self.at, "control", [told])
        await self.settle()

    async def move(self, **length: float) -> None:
        """Move the clock on, and do what it wakes."""
        since = self.clock.hands.at
        self.clock.hands.at += timedelta(**length)
        await wake(self.app.kit, since if length else EPOCH)
        await self.settle()

    async def settle(self) -> None:
        """Wait until Slack shows all that it should."""
        async with asyncio.timeout(20):
            await self.app.dispatcher.settle()

    async def list(self, channel: str = CARMS, by: Person | None = None) -> Message:
        """The live list of a channel as it stands."""
        await self.settle()
        return await (by or self.sergeant).expect_message(channel, "waiting")


async def say(person: Person, text: str, channel: str = CARMS) -> Answer:
    """Type a command and give its answer, which came in time."""
    answer = await person.command(channel, text)
    assert answer.error is None, answer.error
    assert answer.ms < 3000
    return answer


@asynccontextmanager
async def at_work(
    url: str, folder: Path, transport: str = "socket", prefix: str = "", starts: datetime = STARTS, **env: str
) -> AsyncIterator[Place]:
    """The bot and the workspace while the block runs, its clock at `starts`; `env` are settings."""
    await measures.loaded()  # not within the first answer that needs it: on a busy machine that came too late
    clock = SteppedClock(hands=Hands(starts))
    file = folder / "manifest.json"
    before = _settings(url, folder, "http://127.0.0.1:1/api/", transport, prefix, env)
    file.write_text(json.dumps(manifest(before)), encoding="utf-8")
    async with started(file, here=True) as workspace:
        settings = _settings(url, folder, workspace.api_url, transport, prefix, env)
        async with running(settings, clock, "web") as app:
            app.kit.store.force = replace(app.kit.force, sample_percent=0)  # no chance in what is shown
            await _reached(app, workspace, transport)
            async with _dispatching(app):
                await (place := Place(app, workspace, settings, clock)).move()
                yield place


def _settings(
    url: str, folder: Path, api_url: str, transport: str, prefix: str, more: Mapping[str, str]
) -> Settings:
    environment = {
        "DATABASE_URL": url,
        "COFNOD_DATA": str(folder),
        "COFNOD_ROSTER": str(ROSTER_FILE),
        "COFNOD_MODE": transport,
        "COFNOD_PREFIX": prefix,
        "PORT": "0",
        "SLACK_API_URL": api_url,
        "SLACK_BOT_TOKEN": Defaults.bot_token,
        "SLACK_APP_TOKEN": Defaults.app_token,
        "SLACK_SIGNING_SECRET": Defaults.signing_secret,
    }
    return Settings.read(environment | more).for_serving()


async def _reached(app: App, workspace: Workspace, transport: str) -> None:
    if transport == "http":
        await workspace.deliver_to(f"{app.address}/slack/events")
    else:
        await workspace.connected()


@asynccontextmanager
async def _dispatching(app: App) -> AsyncIterator[None]:
    """The dispatcher without Slack's pace, so that no test waits for it."""
    app.dispatcher = dispatcher_of(app.kit, app.client, app.listeners.directory, AT_ONCE)
    runner = asyncio.create_task(app.dispatcher.run())
    try:
        yield
    finally:
        await app.dispatcher.drain(5.0)
        await asyncio.gather(runner, return_exceptions=True)
