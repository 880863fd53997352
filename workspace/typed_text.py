"""Turns what a person types into what Slack stores: people, channels and links as ids, signs escaped."""

import re

from workspace.kinds import Channel
from workspace.world import World

ALREADY = re.compile(r"<([@#][A-Z0-9]+)(?:\|[^<>]*)?>")
SIGN = re.compile(r"(?<![\w@#])[@#](?=\w)")
LINK = re.compile(r"https?://[^\s<>|]+")
BROADCAST = ("here", "channel", "everyone")


def escaped(text: str) -> str:
    """Write the three signs that mean something to Slack as entities."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def in_command(world: World, text: str) -> str:
    """Escape a command's text as `should_escape` asks for."""
    return _converted(world, text, with_names=True)


def in_message(world: World, text: str) -> str:
    """Write a message's text as Slack stores it."""
    return _converted(world, text, with_names=False)


def _converted(world: World, text: str, *, with_names: bool) -> str:
    """Walk through the text: ids that stand there already stay, the rest is looked up or escaped."""
    parts, at = [], 0
    while at < len(text):
        step, said = _token(world, text, at, with_names)
        parts.append(said)
        at += step
    return "".join(parts)


def _token(world: World, text: str, at: int, with_names: bool) -> tuple[int, str]:
    known = ALREADY.match(text, at)
    if known and (known[1][1:] in world.people or known[1][1:] in world.channels):
        return len(known[0]), _reference(world, known[1][0], known[1][1:], with_names)
    link = LINK.match(text, at)
    if link:
        return len(link[0]), f"<{escaped(link[0])}>"
    if SIGN.match(text, at):
        named = _named(world, text[at], text[at + 1 :])
        if named:
            return 1 + named[0], _reference(world, text[at], named[1], with_names)
        word = next((w for w in BROADCAST if re.match(rf"@{w}\b", text[at:])), None)
        if word and not with_names:
            return 1 + len(word), f"<!{word}>"
    return 1, escaped(text[at])


def _named(world: World, sign: str, rest: str) -> tuple[int, str] | None:
    """Find the longest name that the text goes on with."""
    names = _people(world) if sign == "@" else _channels(world)
    lower = rest.lower()
    fits = [n for n in names if lower.startswith(n) and not re.match(r"\w", lower[len(n) :])]
    best = max(fits, key=len, default=None)
    return (len(best), names[best]) if best else None


def _people(world: World) -> dict[str, str]:
    return {
        name.lower(): person.id
        for person in world.people.values()
        for name in (person.display_name, person.real_name, person.name)
        if name
    }


def _channels(world: World) -> dict[str, str]:
    return {channel.name: channel.id for channel in world.channels.values() if not channel.im}


def _reference(world: World, sign: str, found: str, with_names: bool) -> str:
    if sign == "@" and found in world.people:
        return f"<@{found}|{world.people[found].name}>" if with_names else f"<@{found}>"
    channel: Channel = world.channels[found]
    return f"<#{found}|{'' if channel.private else channel.name}>"
