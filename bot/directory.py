"""What Slack says of its team, people and channels, asked at the start and now and then."""

import asyncio
import logging
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.asking import Directory
from bot.domain.force import Force
from bot.domain.people import Person, Roster
from bot.kit import Kit
from bot.store import outbox
from bot.store.homes import HOME
from bot.store.store import Store

AGAIN_SECONDS = 300.0
LOOP = "keep_up"
NOT_OURS = ("is_ext_shared", "is_pending_ext_shared", "is_archived")
log = logging.getLogger(__name__)


async def ask_slack(
    client: AsyncWebClient, force: Force, people: tuple[Person, ...]
) -> tuple[Directory, Roster]:
    """The directory of the force's own team, and the roster with the Slack ids that e-mail addresses name.

    Guests, bots, deactivated people and other teams' members have no place in it; nor has a shared channel.
    """
    team = str((await client.auth_test())["team_id"])
    accounts: set[str] = set()
    by_email: dict[str, str] = {}
    async for page in await client.users_list(limit=200):
        for user in page["members"]:
            if _full_member(user, team):
                accounts.add(user["id"])
                by_email[str(user.get("profile", {}).get("email", "")).lower()] = user["id"]
    channels = await _channels(client, force)
    directory = Directory(team, accounts, channels, people, await _members(client, channels))
    free = {email: account for email, account in by_email.items() if account not in _named_in(people)}
    return directory, Roster(tuple(_with_account(p, free) for p in people))


def _named_in(people: Iterable[Person]) -> set[str]:
    """The accounts that the roster itself gives to somebody: no address in Slack makes them another's."""
    return {account for person in people for account in person.slack_ids}


async def keep_up(client: AsyncWebClient, kit: Kit, directory: Directory, every: float) -> None:
    """Ask again and again: whoever left, and what is shared with outsiders since, is out within minutes."""
    while True:
        await asyncio.sleep(every)
        look = look_again(client, kit, directory)
        [problem] = await asyncio.gather(look, return_exceptions=True)
        if problem:
            log.warning("what Slack said last still holds: %r", problem)
        kit.pulse.beat(LOOP)


async def look_again(client: AsyncWebClient, kit: Kit, directory: Directory) -> None:
    """Bring directory and roster up to date; a channel that is back gets what it missed."""
    people = await _people_now(kit, directory.people)
    fresh, kit.store.roster = await ask_slack(client, kit.force, people)
    back = set(fresh.channels.values()) - set(directory.channels.values())
    directory.accounts, directory.channels, directory.people = fresh.accounts, fresh.channels, people
    directory.members = kit.store.members = fresh.members
    for channel in back:
        await kit.store.write(outbox.revive, kit.clock.story(), channel)


async def _people_now(kit: Kit, before: tuple[Person, ...]) -> tuple[Person, ...]:
    """The people of the roster's file as it is now; of one that cannot be used, as it was."""
    [found] = await asyncio.gather(asyncio.to_thread(kit.read_roster), return_exceptions=True)
    if isinstance(found, BaseException):  # its words quote the file, so that they do not belong in a log
        log.warning("the roster as it was still holds (%s): cofnod doctor says why", type(found).__name__)
        return before
    return found


def _full_member(user: dict[str, object], team: str) -> bool:
    barred = ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")
    return user.get("team_id") == team and not any(user.get(flag) for flag in barred)


def _with_account(person: Person, by_email: dict[str, str]) -> Person:
    found = by_email.get(person.email.lower()) if person.email else None
    if found is None or found in person.slack_ids:
        return person
    return replace(person, slack_ids=(*person.slack_ids, found))


async def _channels(client: AsyncWebClient, force: Force) -> dict[str, str]:
    """Ids and names of the channels of force.toml: none that is shared, nor a private one open to all."""
    found: dict[str, str] = {}
    async for page in await client.conversations_list(limit=200, types="public_channel,private_channel"):
        for channel in page["channels"]:
            open_to_all = channel["name"] in force.private_channels and channel.get("is_private") is False
            if channel["name"] in force.channels and not open_to_all and not any(map(channel.get, NOT_OURS)):
                found[channel["id"]] = channel["name"]
    return found


async def _members(client: AsyncWebClient, channels: dict[str, str]) -> dict[str, frozenset[str]]:
    """Who reads each channel, by its name; one that we may not look into is left out."""
    found: dict[str, frozenset[str]] = {}
    for channel_id, name in channels.items():
        with suppress(SlackApiError):
            pages = await client.conversations_members(channel=channel_id, limit=200)
            found[name] = frozenset([member async for page in pages for member in page["members"]])
    return found


@dataclass(slots=True)
class Conversations:
    """Slack's ids by our names: a channel's, a conversation's (`@842`), a Home tab's (`home@842`)."""

    client: AsyncWebClient
    store: Store
    directory: Directory
    _standing: dict[str, str] = field(default_factory=dict)  # conversations by the account they are with
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock)
    _looked: bool = False

    async def id_of(self, name: str) -> str | None:
        """The id behind a name; None where there is none, so that what shares with outsiders gets nothing."""
        place, to_a_person, collar = name.partition("@")
        if not to_a_person:
            return next((i for i, known in self.directory.channels.items() if known == name), None)
        person = self.store.roster.by_collar(collar)
        if person is None or not person.slack_ids:
            return None
        if place == HOME:
            return person.slack_ids[0]
        return await self._with(person.slack_ids[0])

    async def _with(self, account: str) -> str:
        """The conversation with somebody: one that stands already, else a new one.

        Slack opens fifty a minute, and lists a thousand at once: a morning has hundreds.
        """
        async with self._looking:
            if not self._looked:
                await self._look()
        if account not in self._standing:
            opened = await self.client.conversations_open(users=account)
            self._standing[account] = str(opened["channel"]["id"])
        return self._standing[account]

    async def _look(self) -> None:
        """Learn which conversations stand."""
        async for page in await self.client.conversations_list(limit=1000, types="im"):
            self._standing |= {im["user"]: im["id"] for im in page["channels"]}
        self._looked = True

    def forget(self, name: str) -> None:
        """Open a conversation anew next time."""
        person = self.store.roster.by_collar(name.rpartition("@")[2])
        for account in person.slack_ids if person else ():
            self._standing.pop(account, None)
