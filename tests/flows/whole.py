"""A whole bot beside a whole workspace, for flows: either transport, either database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.app import App, manifest, running
from bot.clock import Clock
from bot.config import Settings
from bot.demo.setting import ROSTER
from bot.domain.incident import IncidentKey, IncidentReport
from bot.services import intake
from workspace.click import Workspace, started

NOW = datetime(2026, 11, 20, 20, 40, tzinfo=UTC)
DAY = date(2026, 11, 20)
CHANNEL = "#bcu-carmarthenshire"


@dataclass(slots=True)
class Whole:
    """A running bot and the workspace that it serves."""

    app: App
    workspace: Workspace


@asynccontextmanager
async def whole(database_url: str, folder: Path, mode: str) -> AsyncIterator[Whole]:
    """Start both; over HTTP the workspace delivers to wherever the bot listens."""
    given = {"DATABASE_URL": database_url, "COFNOD_DATA": str(folder), "COFNOD_ROSTER": str(ROSTER)}
    async with started(manifest(Settings.read(given)), here=True) as workspace:
        settings = Settings.read(given | _secrets(workspace, mode))
        clock = Clock.sped_up(NOW, 1)
        async with running(settings, clock) as app:
            await workspace.deliver_to(f"{app.address}/slack/events" if app.address else None)
            yield Whole(app, workspace)


def _secrets(workspace: Workspace, mode: str) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": workspace.bot_token,
        "SLACK_APP_TOKEN": workspace.app_token,
        "SLACK_SIGNING_SECRET": workspace.signing_secret,
        "SLACK_API_URL": workspace.api_url,
        "COFNOD_MODE": mode,
        "PORT": "0",
    }


def report(number: str, hours: float, category: str = "criminal_damage") -> IncidentReport:
    """An incident of Carmarthenshire, reported so many hours ago."""
    key = IncidentKey("dyfed-powys", DAY, number)
    return IncidentReport(key, NOW - timedelta(hours=hours), category, category, "carmarthenshire")


async def receive(one: Whole, *reports: IncidentReport) -> None:
    """Take incidents in as a feed brings them."""
    await one.app.kit.store.write(intake.take, one.app.kit.clock.story(), "test", reports)
