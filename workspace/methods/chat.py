"""The methods that post, change and remove messages."""

import json
from typing import Any

from workspace import described
from workspace.blocks.surface import check_message
from workspace.call import Call
from workspace.cast import BOT_USER
from workspace.kinds import Channel, Json, Message, SlackError

LONGEST_TEXT = 40_000
METADATA_LARGEST = 8_000


def post_message(call: Call) -> Json:
    """Post a message into a channel, a thread, or one person's conversation."""
    channel = call.channel()
    may_post(call, channel)
    message = call.world.add(_written(call, channel))
    return {"channel": channel.id, "ts": message.ts, "message": described.message(call.world, message)}


def post_ephemeral(call: Call) -> Json:
    """Show a message to one person in a channel."""
    channel = call.channel()
    may_post(call, channel)
    user = call.text("user")
    if user not in call.world.people or user not in channel.members:
        raise SlackError("user_not_in_channel")
    message = _written(call, channel)
    message.only_for = user
    call.world.add(message)
    gesture = call.tickets.latest.get(user, "")  # most likely what the app answers to
    call.tickets.follow(gesture, kind="message", channel=channel.id, ts=message.ts)
    return {"message_ts": message.ts}


def update(call: Call) -> Json:
    """Change a message of the app's own; text alone takes the blocks away."""
    channel = call.channel()
    message = call.world.message(channel.id, call.text("ts"))
    _is_own(message, "cant_update_message")
    if channel.archived:
        raise SlackError("is_inactive")
    text, blocks = content(call, too_long="msg_too_long")
    metadata = _metadata(call) if "metadata" in call.args else message.metadata
    edited = call.world.stamps.next()
    changed = call.world.change(message, text=text, blocks=blocks, metadata=metadata, edited=edited)
    said = described.message(call.world, changed)
    return {"channel": channel.id, "ts": changed.ts, "text": changed.text, "message": said}


def delete(call: Call) -> Json:
    """Remove a message of the app's own."""
    channel = call.channel()
    message = call.world.message(channel.id, call.text("ts"))
    _is_own(message, "cant_delete_message")
    call.world.remove(message)
    return {"channel": channel.id, "ts": message.ts}


def _is_own(message: Message, otherwise: str) -> None:
    """Refuse what is not the app's own, or what only one person sees."""
    if message.only_for:
        raise SlackError("message_not_found")
    if message.user != BOT_USER:
        raise SlackError(otherwise)


def permalink(call: Call) -> Json:
    """Give the address of a message."""
    channel = call.channel()
    message = call.world.message(channel.id, call.text("message_ts"))
    address = f"{call.base_url}archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts and message.thread_ts != message.ts:
        address += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": address}


def add_reaction(call: Call) -> Json:
    """Put an emoji on a message."""
    channel = call.channel()
    may_post(call, channel)
    message = call.world.message(channel.id, call.text("timestamp"))
    name = call.text("name").strip(":")
    if any(row["name"] == name and BOT_USER in row["users"] for row in message.reactions):
        raise SlackError("already_reacted")
    message.reactions.append({"name": name, "users": [BOT_USER], "count": 1})
    call.world.change(message)
    return {}


def may_post(call: Call, channel: Channel) -> None:
    """Refuse where the channel is archived or the app is no member."""
    if channel.archived:
        raise SlackError("is_archived")
    public = not channel.private and not channel.im and "chat:write.public" in call.scopes
    if not channel.im and not channel.app_member and not public:
        raise SlackError("not_in_channel")


def content(call: Call, too_long: str | None = None) -> tuple[str, list[Json]]:
    """Give text and blocks, checked."""
    text, blocks = call.text("text"), call.args.get("blocks")
    if isinstance(blocks, str):
        raise SlackError("invalid_blocks_format")
    checked = check_message(blocks) if blocks is not None else []
    call.files.check(checked)
    if not text.strip() and not checked and not call.args.get("attachments"):
        raise SlackError("no_text")
    if too_long and len(text) > LONGEST_TEXT:
        raise SlackError(too_long)
    return text[:LONGEST_TEXT], checked


def _written(call: Call, channel: Channel) -> Message:
    text, blocks = content(call)
    thread = call.args.get("thread_ts")
    return Message(
        channel=channel.id,
        ts=call.world.stamps.next(),
        user=BOT_USER,
        text=text,
        blocks=blocks,
        thread_ts=root(call, channel, str(thread)) if thread else None,
        metadata=_metadata(call),
        by_app=True,
        username=_username(call),
    )


def root(call: Call, channel: Channel, ts: str) -> str:
    """Find the message whose thread is meant."""
    try:
        parent = call.world.message(channel.id, ts)
    except SlackError:
        raise SlackError("thread_not_found") from None
    return parent.thread_ts or parent.ts


def _username(call: Call) -> str:
    name = call.text("username")
    if name:
        call.needs("chat:write.customize")
    return name


def _metadata(call: Call) -> Json | None:
    metadata: Any = call.args.get("metadata")
    if metadata in (None, {}):
        return None
    if not isinstance(metadata, dict):
        raise SlackError("invalid_metadata_format")
    fits = isinstance(metadata.get("event_type"), str) and isinstance(metadata.get("event_payload"), dict)
    if not fits or set(metadata) - {"event_type", "event_payload", "entities"}:
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(metadata)) > METADATA_LARGEST:
        raise SlackError("metadata_too_large")
    return metadata
