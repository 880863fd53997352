"""F27: the database stands still over a command: the ack comes in time all the same, and the outcome once."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from sqlalchemy import create_engine, select, text

from bot.app import App, manifest, running
from bot.clock import Clock
from bot.demo.scenes import OPENING, load_scene
from bot.demo.setting import setting
from bot.demo.workplace import workplace
from bot.domain.incident import IncidentKey, IncidentReport
from bot.services.feeds import intake
from bot.store.tables import trail as rows
from bot.store.verify import verify
from workspace.app import Settings as Defaults
from workspace.click import Person, Workspace

CHANNEL = "bcu-carmarthenshire"
KEY = IncidentKey("dyfed-powys", date(2026, 11, 20), "7")
QUICK, LONG = 3.0, pytest.param(10.0, marks=pytest.mark.faults)


@dataclass
class Place:
    """A bot that people can reach, and its database."""

    app: App
    workspace: Workspace
    url: str

    @property
    def sergeant(self) -> Person:
        return self.workspace.person("U0MORGAN")


@asynccontextmanager
async def at_work(url: str) -> AsyncIterator[Place]:
    """The half of the bot that answers people, with one incident of theft to allocate."""
    scene = load_scene(OPENING)
    tokens = Defaults.bot_token, Defaults.app_token
    with setting(scene) as place:
        before = replace(place.settings("http://127.0.0.1/api/", *tokens), database_url=url)
        async with workplace(place.folder, manifest(before), 0, 0) as workspace:
            settings = replace(before, slack_api_url=workspace.api_url)
            async with running(settings, Clock.sped_up(scene.starts, 1), "web") as app:
                await workspace.connected()
                at = app.kit.clock.story()
                report = IncidentReport(KEY, at - timedelta(hours=1), "theft", "theft", "carmarthenshire")
                await app.kit.store.write(intake.take, at, "control", [report])
                yield Place(app, workspace, url)


@contextmanager
def standing_still(url: str) -> Iterator[None]:
    """Nobody else gets an answer from the database."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as conn:
        conn.execute(text("BEGIN EXCLUSIVE" if sqlite else "BEGIN"))
        if not sqlite:
            conn.execute(text("LOCK TABLE incidents, inbox IN ACCESS EXCLUSIVE MODE"))
        yield
        conn.execute(text("ROLLBACK"))
    engine.dispose()


async def outcomes(person: Person) -> list[str]:
    """What the sergeant has been told of an allocation."""
    return [m.text for m in await person.messages(CHANNEL) if "Allocated 7/20-11" in m.text]


def allocations(place: Place) -> int:
    """How often the trail says that it was allocated."""
    bodies = place.app.kit.store.write_now(
        lambda work: list(work.conn.execute(select(rows.c.body)).scalars()), place.app.kit.clock.story()
    )
    return sum('"kind":"incident_allocated"' in body for body in bodies)


@pytest.mark.parametrize("seconds", [QUICK, LONG])
async def test_a_command_in_a_stall_is_acknowledged_in_time_and_told_of_once(
    database_url: str, seconds: float
) -> None:
    async with at_work(database_url) as place:
        with standing_still(database_url):
            over = asyncio.create_task(asyncio.sleep(seconds))
            answer = await place.sergeant.command(CHANNEL, "/allocate 7/20-11 842")
            assert "Not yet recorded" in answer.text
            assert answer.ms < 3000
            await over
            assert await outcomes(place.sergeant) == []  # who waits for the commit would be too late
        await place.sergeant.expect_message(CHANNEL, "Allocated 7/20-11", timeout=10)
        await place.app.listeners.settle()
        assert len(await outcomes(place.sergeant)) == 1
        assert allocations(place) == 1
    assert verify(database_url).whole


async def test_a_command_without_a_stall_is_told_of_in_its_ack(database_url: str) -> None:
    async with at_work(database_url) as place:
        answer = await place.sergeant.command(CHANNEL, "/allocate 7/20-11 842")
        assert "Allocated 7/20-11" in answer.text
        assert allocations(place) == 1
