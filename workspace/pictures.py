"""What one person sees: the cast, their channels, the messages in one of them."""

from workspace.cast import BOT_USER
from workspace.gestures import Desk
from workspace.kinds import Channel, Json, Message, Person, SlackError
from workspace.world import World

BROADCASTS = ("<!here", "<!channel", "<!everyone")


def cast(desk: Desk) -> Json:
    """Say who is here and what the app offers."""
    world, manifest = desk.world, desk.manifest
    people = [p for p in world.people.values() if not p.is_bot and not p.deleted]
    return {
        "team": world.team,
        "bot": {"id": BOT_USER, "name": manifest.name},
        "people": [_person(person) for person in people],
        "commands": [
            {key: command.get(key, "") for key in ("command", "description", "usage_hint")}
            for command in manifest.commands.values()
        ],
        "message_shortcuts": _shortcuts(desk, "message"),
        "global_shortcuts": _shortcuts(desk, "global"),
        "start_as": world.cast.start_as,
        "dial": world.dial.told(),
    }


def _person(one: Person) -> Json:
    said: Json = {"id": one.id, "name": one.name, "real_name": one.real_name, "title": one.title}
    return said | {"is_guest": one.is_restricted}


def _shortcuts(desk: Desk, kind: str) -> list[Json]:
    known = [one for one in desk.manifest.shortcuts if one.get("type") == kind]
    return [{"callback_id": one["callback_id"], "name": one["name"]} for one in known]


def channels(world: World, user: str) -> Json:
    """List the channels that a person may look into."""
    world.person(user)
    seen = [channel for channel in world.channels.values() if world.sees(user, channel)]
    return {"channels": [_channel(world, channel, user) for channel in seen]}


def _channel(world: World, channel: Channel, user: str) -> Json:
    read = world.read_up_to.get((user, channel.id), "")
    seen = [message for message in world.messages(channel.id) if message.only_for in (None, user)]
    new = [message for message in seen if message.ts > read and message.user != user]
    top = [message for message in new if message.thread_ts in (None, message.ts)]
    name = world.people[BOT_USER].real_name if channel.im else channel.name
    return _facts(channel) | {
        "name": name,
        "member": user in channel.members,
        "unread": len(top),
        "mentions": len(top) if channel.im else sum(_speaks_to(message, user) for message in new),
        "latest_ts": seen[-1].ts if seen else None,
    }


def _facts(channel: Channel) -> Json:
    said: Json = {"id": channel.id, "kind": channel.kind}
    return said | {"archived": channel.archived, "shared": channel.shared}


def _speaks_to(message: Message, user: str) -> bool:
    said = message.text + str(message.blocks)
    return f"<@{user}" in said or any(word in said for word in BROADCASTS)


def messages(world: World, user: str, channel_id: str, thread: str | None, last: int = 0) -> Json:
    """List what a person sees in a channel or a thread (or the last so many); note it as read."""
    channel = world.channel(channel_id)
    if not world.sees(user, channel):
        raise SlackError("channel_not_found")
    rows = [message for message in world.messages(channel.id) if message.only_for in (None, user)]
    if thread:
        rows = [message for message in rows if thread in (message.ts, message.thread_ts)]
    else:
        _mark_read(world, user, channel, rows)
        rows = [message for message in rows if message.thread_ts in (None, message.ts)]
    return {"messages": [_message(world, message) for message in rows[-last:]]}


def _mark_read(world: World, user: str, channel: Channel, rows: list[Message]) -> None:
    if rows:
        world.read_up_to[user, channel.id] = rows[-1].ts


def _message(world: World, message: Message) -> Json:
    writer = world.people[message.user]
    replies = world.replies(message) if message.thread_ts in (None, message.ts) else []
    same = ("channel", "ts", "user", "text", "blocks", "thread_ts", "reactions", "files", "metadata")
    return {name: getattr(message, name) for name in same} | {
        "username": message.username or writer.display_name or writer.real_name,
        "reply_count": len(replies),
        "edited": message.edited is not None,
        "ephemeral": message.only_for is not None,
        "bot": message.by_app,
    }
