"""What Slack says of its team, people and channels, asked at the start and now and then."""

import asyncio
import logging
from dataclasses import dataclass, field, replace
from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient

from bot.asking import Directory
from bot.domain.force import Force
from bot.domain.people import Person, Roster
from bot.kit import Kit
from bot.store import outbox
from bot.store.store import Store

AGAIN_SECONDS = 300.0
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
    directory = Directory(team, accounts, await _channels(client, force))
    return directory, Roster(tuple(_with_account(p, by_email) for p in people))


async def keep_up(client: AsyncWebClient, kit: Kit, directory: Directory) -> None:
    """Ask again and again: whoever left, and what is shared with outsiders since, is out within minutes."""
    while True:
        await asyncio.sleep(AGAIN_SECONDS)
        look = look_again(client, kit.store, directory, kit.clock.story())
        [problem] = await asyncio.gather(look, return_exceptions=True)
        if problem:
            log.warning("what Slack said last still holds: %r", problem)


async def look_again(client: AsyncWebClient, store: Store, directory: Directory, at: datetime) -> None:
    """Bring the directory and the accounts up to date; a channel that is back gets what it missed."""
    fresh, store.roster = await ask_slack(client, store.force, store.roster.people)
    back = set(fresh.channels.values()) - set(directory.channels.values())
    directory.accounts, directory.channels = fresh.accounts, fresh.channels
    for channel in back:
        await store.write(outbox.revive, at, channel)


def _full_member(user: dict[str, object], team: str) -> bool:
    barred = ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger")
    return user.get("team_id") == team and not any(user.get(flag) for flag in barred)


def _with_account(person: Person, by_email: dict[str, str]) -> Person:
    found = by_email.get(person.email.lower()) if person.email else None
    if found is None or found in person.slack_ids:
        return person
    return replace(person, slack_ids=(*person.slack_ids, found))


async def _channels(client: AsyncWebClient, force: Force) -> dict[str, str]:
    """Ids and names of the channels that force.toml lists; one shared with outsiders is left out."""
    listed = {u.channel for u in force.units.values()} | {force.restricted_channel, force.operations_channel}
    found: dict[str, str] = {}
    async for page in await client.conversations_list(limit=200, types="public_channel,private_channel"):
        for channel in page["channels"]:
            shared = channel.get("is_ext_shared") or channel.get("is_pending_ext_shared")
            if channel["name"] in listed and not shared and not channel.get("is_archived"):
                found[channel["id"]] = channel["name"]
    return found


@dataclass(slots=True)
class Conversations:
    """Slack's ids by our names: a channel's, or the conversation with a person (`@842`)."""

    client: AsyncWebClient
    store: Store
    directory: Directory
    _people: dict[str, str] = field(default_factory=dict)

    async def id_of(self, name: str) -> str | None:
        """The id behind a name; None where there is none, so that what shares with outsiders gets nothing."""
        if not name.startswith("@"):
            return next((i for i, known in self.directory.channels.items() if known == name), None)
        person = self.store.roster.by_collar(name[1:])
        if person is None or not person.slack_ids:
            return None
        if name not in self._people:
            opened = await self.client.conversations_open(users=person.slack_ids[0])
            self._people[name] = str(opened["channel"]["id"])
        return self._people[name]

    def forget(self, name: str) -> None:
        """Look a name up anew next time."""
        self._people.pop(name, None)
