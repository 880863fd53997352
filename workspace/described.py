"""People, channels and messages in the words of Slack's answers."""

from workspace.cast import APP_ID, BOT_ID, BOT_USER
from workspace.kinds import Channel, Json, Message, Person
from workspace.world import World


def person(one: Person, *, with_email: bool, with_locale: bool) -> Json:
    """Describe a person as `users.info` does."""
    said: Json = {"id": one.id, "team_id": one.team_id, "name": one.name, "deleted": one.deleted}
    said |= {"real_name": one.real_name, "tz": one.tz, "tz_label": "Greenwich Mean Time", "tz_offset": 0}
    said |= {"profile": _profile(one, with_email), "is_admin": False, "is_owner": False, "updated": 0}
    said |= {"is_restricted": one.is_restricted, "is_ultra_restricted": False}
    said |= {"is_bot": one.is_bot, "is_app_user": False}
    return said | ({"locale": one.locale} if with_locale else {})


def _profile(one: Person, with_email: bool) -> Json:
    said: Json = {"title": one.title, "team": one.team_id}
    for name in ("real_name", "display_name"):
        said |= {name: getattr(one, name), f"{name}_normalized": getattr(one, name)}
    return said | ({"email": one.email} if with_email and one.email else {})


def channel(world: World, one: Channel) -> Json:
    """Describe a channel as `conversations.info` does."""
    said: Json = {"id": one.id, "is_im": one.im, "created": 0, "is_archived": one.archived}
    if one.im:
        user = next(member for member in one.members if member != BOT_USER)
        return said | {"user": user, "is_user_deleted": world.people[user].deleted, "is_open": True}
    said |= {"name": one.name, "name_normalized": one.name, "is_channel": not one.private}
    said |= {"is_group": False, "is_private": one.private, "is_mpim": False, "is_general": False}
    said |= {"is_shared": one.shared, "is_ext_shared": one.shared, "is_org_shared": False}
    said |= {"is_member": one.app_member, "num_members": len(one.members), "creator": BOT_USER}
    said |= {name: {"value": one.topic, "creator": "", "last_set": 0} for name in ("topic", "purpose")}
    return said | {"context_team_id": world.team["id"]}


def message(world: World, one: Message, *, with_metadata: bool = True) -> Json:
    """Describe a message as `conversations.history` does."""
    said: Json = {"type": "message", "user": one.user, "ts": one.ts, "text": one.text}
    said["team"] = world.team["id"]
    if one.blocks:
        said["blocks"] = one.blocks
    if one.by_app:
        said |= {"bot_id": BOT_ID, "app_id": APP_ID}
    if one.username:
        said["username"] = one.username
    if one.edited:
        said["edited"] = {"user": one.user, "ts": one.edited}
    if one.metadata and with_metadata:
        said["metadata"] = one.metadata
    said |= {name: rows for name in ("reactions", "files") if (rows := getattr(one, name))}
    return said | thread(world, one)


def thread(world: World, one: Message) -> Json:
    """Describe a message's place in a thread."""
    if one.thread_ts and one.thread_ts != one.ts:
        return {"thread_ts": one.thread_ts}
    replies = world.replies(one)
    if not replies:
        return {}
    writers = list(dict.fromkeys(reply.user for reply in replies))
    said: Json = {"thread_ts": one.ts, "reply_count": len(replies), "latest_reply": replies[-1].ts}
    return said | {"reply_users": writers, "reply_users_count": len(writers)}
