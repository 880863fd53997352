"""Reads who works here and which channels there are from a TOML file."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from workspace.kinds import Channel, Json, Person

BOT_USER = "U0APPBOT"
BOT_ID = "B0APPBOT"
APP_ID = "A0APPLOCAL"


@dataclass
class Cast:
    """The team, its people and its channels at the start."""

    team: Json
    people: dict[str, Person] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    start_as: str = ""


def read(path: Path) -> Cast:
    """Read a cast file whole."""
    return build(tomllib.loads(path.read_text(encoding="utf-8")))


def build(data: Json) -> Cast:
    """Make a cast from what a file holds."""
    cast = Cast(team=dict(data["team"]))
    for row in data.get("people", []):
        person = Person(**{"team_id": cast.team["id"], **row})
        cast.people[person.id] = person
    for row in data.get("channels", []):
        cast.channels[row["id"]] = Channel(**row)
    cast.groups = {row["id"]: list(row["users"]) for row in data.get("usergroups", [])}
    cast.start_as = data.get("start_as") or next(iter(cast.people), "")
    return cast


def add_app(cast: Cast, name: str) -> None:
    """Give the app an account, and a conversation with everybody here."""
    team = cast.team["id"]
    cast.people[BOT_USER] = Person(BOT_USER, name.lower().replace(" ", "-"), name, team, is_bot=True)
    for person in [p for p in cast.people.values() if not p.is_bot]:
        channel = Channel(f"D{person.id[1:]}", "directmessage", im=True, members=[person.id])
        cast.channels.setdefault(channel.id, channel)
    for channel in cast.channels.values():
        if channel.app_member and BOT_USER not in channel.members:
            channel.members.append(BOT_USER)
