"""Composition: every part is made here, once, and handed to those who need it."""

import asyncio
import gc
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import migrations
from bot.asking import Directory
from bot.clock import Clock, machine
from bot.composing import alarming, composer
from bot.config import Mode, Settings
from bot.directory import AGAIN_SECONDS, Conversations, ask_slack, keep_up
from bot.directory import LOOP as KEEP_UP
from bot.domain.people import Person, Roster
from bot.feeds import feeds_of
from bot.force import load_force
from bot.kit import Kit
from bot.listeners import Listeners
from bot.pulse import Pulse
from bot.roster import load_roster
from bot.services import preferences
from bot.services.messages.outcomes import accepted
from bot.slack.client import quiet_logger, slack_client
from bot.slack.outbound import Dispatcher, Tempo
from bot.slack.render import Renderer
from bot.slack.transports import health_site, http_site, socket_site
from bot.store import anchors
from bot.store.store import Store
from bot.watching import watched
from handlers import STORIES
from jobs import ask_now, timetable
from jobs.leading import Leader
from jobs.running import Ticks, keeping_time
from templates import FOLDER

DRAIN_SECONDS = 5.0
DISPATCHER = "dispatcher"  # its name among the loops


@dataclass(slots=True)
class App:
    """Everything that runs: what people do, what the clock does, and what Slack is told."""

    kit: Kit
    client: AsyncWebClient
    dispatcher: Dispatcher
    listeners: Listeners
    bolt: AsyncApp
    address: str = ""  # where it listens, over HTTP
    health: str = ""  # where it tells of its health, beside the sockets
    scheduler: AsyncIOScheduler | None = None  # in the half that works


def kit_of(settings: Settings, clock: Clock) -> Kit:
    """The kit without Slack: what the command line needs too. Raises ForceError, RosterError, SchemaError."""
    force = load_force(settings.force)
    read_roster = partial(load_roster, settings.roster, force) if settings.roster else tuple[Person, ...]
    migrations.check(settings.database_url)
    store = Store(settings.database_url, force, Roster(read_roster()))
    words = Renderer(FOLDER, force.zone, lambda collar: store.roster.by_collar(collar), settings.prefix)
    file = settings.data / anchors.FILE
    return Kit(force, store, words, clock, settings.prefix, file, read_roster=read_roster)


@asynccontextmanager
async def running(
    settings: Settings, clock: Clock, only: str | None = None, pulse: Pulse | None = None
) -> AsyncIterator[App]:
    """The whole bot while the block runs; `only` leaves out the other half (web or work)."""
    async with AsyncExitStack() as stack:
        kit = kit_of(settings, clock)
        kit.pulse = pulse or kit.pulse
        stack.callback(kit.store.close)
        client = await stack.enter_async_context(
            slack_client(settings.slack_bot_token, settings.slack_api_url)
        )
        app = await _composed(kit, client)
        await stack.enter_async_context(_kept_up(app))
        if settings.health_port is not None:
            app.health = await stack.enter_async_context(health_site(kit.pulse, settings.health_port))
        if only != "work":
            app.address = await stack.enter_async_context(_site(settings, app))
        if only != "web":
            await stack.enter_async_context(_at_work(settings, app))
        await stack.enter_async_context(watched(kit))
        yield app
        await app.listeners.settle()


async def _composed(kit: Kit, client: AsyncWebClient) -> App:
    directory, kit.store.roster = await ask_slack(client, kit.force, kit.store.roster.people)
    kit.store.members = directory.members
    kit.languages = await kit.store.read(preferences.languages, kit.clock.story())
    bolt = AsyncApp(
        client=client,
        logger=quiet_logger("slack_bolt", logging.ERROR),  # its warnings may hold a whole body
        process_before_response=True,  # the ack leaves after the commit
        request_verification_enabled=False,  # done before Bolt, more strictly
        ssl_check_enabled=False,
    )
    listeners = Listeners(kit, directory, client)
    listeners.bind(bolt, STORIES)
    return App(kit, client, dispatcher_of(kit, client, directory, Tempo()), listeners, bolt)


def dispatcher_of(kit: Kit, client: AsyncWebClient, directory: Directory, tempo: Tempo) -> Dispatcher:
    """Who delivers what the store is asked to show, woken by every put from now on."""
    channels = Conversations(client, kit.store, directory)
    compose, alarm = composer(kit), alarming(kit)
    made = Dispatcher(
        kit.store, client, compose, channels, kit.clock, accepted, alarm, machine=machine, tempo=tempo,
        holder=kit.pulse.replica, beat=partial(kit.pulse.beat, DISPATCHER),
    )  # fmt: skip
    kit.store.on_put(made.wake)
    return made


@asynccontextmanager
async def _kept_up(app: App) -> AsyncIterator[None]:
    """Who and what is in Slack stays known, in both halves."""
    app.kit.pulse.expect(KEEP_UP, AGAIN_SECONDS)
    looking = asyncio.create_task(keep_up(app.client, app.kit, app.listeners.directory, AGAIN_SECONDS))
    try:
        yield
    finally:
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)


@asynccontextmanager
async def _site(settings: Settings, app: App) -> AsyncIterator[str]:
    """What hears Slack: two sockets, or a signed HTTP endpoint."""
    if settings.mode is Mode.SOCKET:
        async with socket_site(app.bolt, settings.slack_app_token, app.client, app.kit.pulse):
            yield ""
        return
    secret, pulse = settings.slack_signing_secret, app.kit.pulse
    async with http_site(app.bolt, secret, machine, settings.port, pulse) as address:
        yield address


@asynccontextmanager
async def _at_work(settings: Settings, app: App) -> AsyncIterator[None]:
    """The clock and the dispatcher; at the end the clock stops first, then what was put is sent."""
    async with feeds_of(settings, app.kit) as feeds:
        app.kit.pulse.expect(DISPATCHER, Tempo().tick)
        runner = asyncio.create_task(app.dispatcher.run())
        ticks: Ticks = set()
        try:
            leader = Leader(app.kit, feeds, app.dispatcher.lease_seconds)
            app.scheduler = timetable(app.kit, feeds, ticks, leader.poll)
            begun = partial(ask_now, app.scheduler)
            async with keeping_time(app.scheduler, ticks), leader.leading(begun):
                yield
        finally:
            await app.dispatcher.drain(DRAIN_SECONDS)
            runner.cancel()  # where the timetable failed before the dispatcher had begun
            await asyncio.gather(runner, return_exceptions=True)


async def serve(settings: Settings, only: str | None = None) -> None:
    """Serve until SIGTERM or SIGINT."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    async with running(settings, Clock(), only):
        gc.freeze()  # what was made at the start stays: no ack waits while the collector looks through it
        await stop.wait()


def manifest(settings: Settings, url: str | None = None) -> dict[str, Any]:
    """The Slack app's manifest for this force's commands."""
    from bot.slack.manifest import manifest as made

    words = Renderer(FOLDER, load_force(settings.force).zone)
    say = partial(words.line, "help/manifest", "en")
    names = ["", *(c.name for s in STORIES for c in s.commands)]
    names += [k for s in STORIES for key in s.shortcuts for k in (key, f"{key}.why")]
    description = {name: say(name=name) for name in names}
    return made(STORIES, settings.prefix, description, url or "")
