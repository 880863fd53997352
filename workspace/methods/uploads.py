"""The two methods between which a file's bytes are sent, and the one that deletes it."""

import asyncio
from typing import Any

from workspace.call import Call
from workspace.cast import BOT_USER
from workspace.files import Upload, described, tombstone
from workspace.kinds import Channel, Json, Message, SlackError
from workspace.methods.chat import may_post, root

LONGEST_ALT = 1000


def begin(call: Call) -> Json:
    """Give an address to send the bytes to."""
    if not call.text("length").isdigit():
        raise SlackError("invalid_arguments")
    if not int(call.text("length")):
        raise SlackError("missing_argument")
    if len(call.text("alt_txt")) > LONGEST_ALT:
        raise SlackError("alt_txt_too_large")
    upload = call.files.begin(call.text("filename"), int(call.text("length")), call.text("alt_txt"))
    return {"file_id": upload.id, "upload_url": f"{call.base_url}upload/{upload.id}"}


def complete(call: Call) -> Json:
    """Make what was sent into files; share them where a channel is named, else only the app sees them."""
    rows: Any = call.args["files"]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SlackError("invalid_arguments")
    channel = call.channel("channel_id") if call.text("channel_id") else None
    thread = call.text("thread_ts")
    if channel:
        may_post(call, channel)
    thread_ts = root(call, channel, thread) if channel and thread else None
    uploads = [call.files.finish(str(row.get("id")), row.get("title")) for row in rows]
    if channel:
        _share(call, channel, thread_ts, uploads)
    return {"files": [described(upload, call.base_url) for upload in uploads]}


def delete(call: Call) -> Json:
    """Delete a file of the app's own; where it was shared, a tombstone stands in its place."""
    upload = call.files.delete(call.text("file"))
    for channel in upload.shared_in:
        for message in list(call.world.messages(channel)):
            files = [tombstone(upload.id) if row["id"] == upload.id else row for row in message.files]
            if files != message.files:
                call.world.change(message, files=files)
    return {}


def _share(call: Call, channel: Channel, thread_ts: str | None, uploads: list[Upload]) -> None:
    for upload in uploads:
        upload.shared_in.append(channel.id)
    place: Json = {"channel": channel.id, "ts": call.world.stamps.next(), "thread_ts": thread_ts}
    files = [described(upload, call.base_url) for upload in uploads]
    said = call.text("initial_comment")
    message = Message(**place, user=BOT_USER, text=said, by_app=True, files=files)
    if call.files.slowness:
        asyncio.get_running_loop().call_later(call.files.slowness, _appear, call, message)
    else:
        call.world.add(message)


def _appear(call: Call, message: Message) -> None:
    """Let files be seen at last; of one that was deleted meanwhile, its tombstone."""
    gone = {row["id"] for row in message.files if call.files.by_id[row["id"]].deleted}
    message.files = [tombstone(row["id"]) if row["id"] in gone else row for row in message.files]
    call.world.add(message)
