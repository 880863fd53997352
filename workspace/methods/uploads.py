"""The two methods between which a file's bytes are sent."""

from typing import Any

from workspace.call import Call
from workspace.cast import BOT_USER
from workspace.files import Upload, described
from workspace.kinds import Channel, Json, Message, SlackError
from workspace.methods.chat import may_post


def begin(call: Call) -> Json:
    """Give an address to send the bytes to."""
    if not call.text("length").isdigit():
        raise SlackError("invalid_arguments")
    upload = call.files.begin(call.text("filename"), int(call.text("length")))
    return {"file_id": upload.id, "upload_url": f"{call.base_url}upload/{upload.id}"}


def complete(call: Call) -> Json:
    """Make what was sent into files, and share them in a channel."""
    rows: Any = call.args["files"]
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SlackError("invalid_arguments")
    uploads = [call.files.finish(str(row.get("id")), row.get("title")) for row in rows]
    if call.text("channel_id"):
        channel = call.channel("channel_id")
        may_post(call, channel)
        _share(call, channel, uploads)
    return {"files": [described(upload, call.base_url) for upload in uploads]}


def _share(call: Call, channel: Channel, uploads: list[Upload]) -> None:
    for upload in uploads:
        upload.shared_in.append(channel.id)
    call.world.add(
        Message(
            channel=channel.id,
            ts=call.world.stamps.next(),
            user=BOT_USER,
            text=call.text("initial_comment"),
            thread_ts=call.text("thread_ts") or None,
            by_app=True,
            files=[described(upload, call.base_url) for upload in uploads],
        )
    )
