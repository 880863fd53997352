"""The methods that look into channels, and join or open them."""

from workspace import described
from workspace.call import Call, page
from workspace.cast import BOT_USER
from workspace.kinds import Channel, Json, Message, SlackError

KINDS = {"public_channel": "channel", "private_channel": "private", "im": "im", "mpim": "mpim"}
SCOPES = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "im": "im:read",
    "mpim": "mpim:read",
}


def listing(call: Call) -> Json:
    """List the channels that the app may know of."""
    types = call.names("types") or ["public_channel"]
    if set(types) - set(KINDS):
        raise SlackError("invalid_types")
    for kind in types:
        call.needs(SCOPES[kind])
    wanted = {KINDS[kind] for kind in types}
    rows = [c for c in call.world.channels.values() if c.kind in wanted and (not c.private or c.app_member)]
    if call.flag("exclude_archived"):
        rows = [channel for channel in rows if not channel.archived]
    cut = page(call, rows)
    return {"channels": [described.channel(call.world, channel) for channel in cut.rows]} | cut.metadata


def info(call: Call) -> Json:
    """Describe one channel."""
    return {"channel": described.channel(call.world, call.channel(reads="read"))}


def members(call: Call) -> Json:
    """List who is in a channel."""
    channel = call.channel(reads="read")
    cut = page(call, channel.members)
    return {"members": cut.rows} | cut.metadata


def history(call: Call) -> Json:
    """Give a channel's messages, newest first; not what only one person sees, nor replies."""
    channel = call.channel(reads="history")
    if not channel.im and not channel.app_member:
        raise SlackError("not_in_channel")
    top = [m for m in call.world.messages(channel.id) if m.thread_ts in (None, m.ts) and not m.only_for]
    return _messages(call, _between(call, top)[::-1])


def replies(call: Call) -> Json:
    """Give a message and the replies under it, oldest first."""
    channel = call.channel(reads="history")
    try:
        parent = call.world.message(channel.id, call.text("ts"))
    except SlackError:
        raise SlackError("thread_not_found") from None
    return _messages(call, [parent, *_between(call, call.world.replies(parent))])


def open_im(call: Call) -> Json:
    """Open the conversation with one person."""
    users = call.names("users")
    if call.text("channel"):
        return {"channel": {"id": call.channel().id}}
    if len(users) != 1:
        raise SlackError("users_list_not_supplied" if not users else "not_enough_users")
    person = call.world.person(users[0])
    if person.deleted:
        raise SlackError("user_disabled")
    channel = call.world.channel(person.id)
    if call.flag("return_im"):
        return {"channel": described.channel(call.world, channel)}
    return {"channel": {"id": channel.id}}


def join(call: Call) -> Json:
    """Make the app a member of a public channel."""
    channel = call.channel()
    if channel.private or channel.im:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    _enter(call, channel)
    return {"channel": described.channel(call.world, channel)}


def _enter(call: Call, channel: Channel) -> None:
    channel.app_member = True
    if BOT_USER not in channel.members:
        channel.members.append(BOT_USER)
    call.world.hints.tell(channel.members, type="channels")


def _between(call: Call, rows: list[Message]) -> list[Message]:
    oldest, latest = call.text("oldest"), call.text("latest")
    with_ends = call.flag("inclusive")
    return [m for m in rows if _after(m.ts, oldest, with_ends) and _after(latest, m.ts, with_ends)]


def _after(later: str, earlier: str, with_ends: bool) -> bool:
    if not later or not earlier:
        return True
    try:
        first, last = float(earlier), float(later)
    except ValueError:
        raise SlackError("invalid_ts_oldest") from None
    return last > first or (with_ends and last == first)


def _messages(call: Call, rows: list[Message]) -> Json:
    cut = page(call, rows)
    metadata = call.flag("include_all_metadata")
    said = [described.message(call.world, message, with_metadata=metadata) for message in cut.rows]
    more = {"has_more": bool(cut.next_cursor), "pin_count": 0, "channel_actions_ts": None}
    return {"messages": said, "channel_actions_count": 0} | more | (cut.metadata if cut.next_cursor else {})
