"""A dispatcher in a process of its own, to be killed or frozen; told its database and Slack's address."""

import asyncio
import logging
import signal
import sys

from bot.domain.people import Roster
from bot.slack.client import slack_client
from bot.slack.delivery import Compose, Composed
from bot.slack.files import Attachment
from bot.slack.outbound import Dispatcher, Tempo
from bot.store import inbox
from bot.store.outbox import Message
from bot.store.store import Store
from bot.store.work import Work
from tests.slack.rig import FORCE, NO_RATES, Channels, SameClock, as_told, machine, said, with_files

TEMPO = Tempo(grace=0.1, tick=0.05, lease=0.6, slow=1.0, rates=NO_RATES)


def accepted(work: Work, message: Message, ts: str) -> None:
    """Told once: a second telling of the same message would raise, and be seen."""
    if not message.shown:
        inbox.claim(work, f"told:{message.key}")


async def as_told_with_a_file(message: Message) -> Composed | None:
    """A message that says its subject, with a file for its thread that does too."""
    return with_files(said(message.subject), [record(message.subject)])


def record(subject: str) -> Attachment:
    """A file that is named as its message."""
    return Attachment(f"{subject}.csv", subject, subject.encode())


async def alarm(code: str, message: Message | None) -> None:
    """A message that Slack will never take is missed by the test itself."""


async def send(database: str, api_url: str, compose: Compose) -> None:
    """Dispatch until told to stop."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    store = Store(database, FORCE, Roster(()))
    async with slack_client("xoxb-demo-cofnod", api_url, seconds=5) as client:
        parts = store, client, compose, Channels(client), SameClock(), accepted, alarm
        dispatcher = Dispatcher(*parts, machine=machine, tempo=TEMPO)
        running = asyncio.ensure_future(dispatcher.run())
        await stop.wait()
        await dispatcher.drain(5)
        assert running.done()
    store.close()


if __name__ == "__main__":
    logging.disable(logging.INFO)
    asyncio.run(send(*sys.argv[1:3], as_told_with_a_file if "files" in sys.argv[3:] else as_told))
