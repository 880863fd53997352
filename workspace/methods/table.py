"""Every method that the workspace knows, with its tier, scopes and required arguments."""

from workspace.call import Method
from workspace.methods import chat, conversations, people, surfaces, uploads

WRITE = ("chat:write",)
READ_USERS = ("users:read",)
OPEN = ("im:write", "mpim:write", "channels:manage", "groups:write")

METHODS: dict[str, Method] = {
    "api.test": Method(people.api_test, 4),
    "apps.connections.open": Method(people.open_connection, 3, app_level=True),
    "auth.test": Method(people.auth_test, 5),
    "chat.delete": Method(chat.delete, 3, WRITE, ("channel", "ts")),
    "chat.getPermalink": Method(chat.permalink, 5, (), ("channel", "message_ts"), takes_json=False),
    "chat.postEphemeral": Method(chat.post_ephemeral, 4, WRITE, ("channel", "user")),
    "chat.postMessage": Method(chat.post_message, 5, WRITE, ("channel",)),
    "chat.update": Method(chat.update, 3, WRITE, ("channel", "ts")),
    "conversations.history": Method(conversations.history, 3, (), ("channel",)),
    "conversations.info": Method(conversations.info, 3, (), ("channel",), takes_json=False),
    "conversations.join": Method(conversations.join, 3, ("channels:join",), ("channel",)),
    "conversations.list": Method(conversations.listing, 2, takes_json=False),
    "conversations.members": Method(conversations.members, 4, (), ("channel",), takes_json=False),
    "conversations.open": Method(conversations.open_im, 3, OPEN),
    "conversations.replies": Method(conversations.replies, 3, (), ("channel", "ts"), takes_json=False),
    "files.completeUploadExternal": Method(uploads.complete, 4, ("files:write",), ("files",)),
    "files.delete": Method(uploads.delete, 3, ("files:write",), ("file",)),
    "files.getUploadURLExternal": Method(
        uploads.begin, 4, ("files:write",), ("filename", "length"), takes_json=False
    ),
    "reactions.add": Method(chat.add_reaction, 3, ("reactions:write",), ("channel", "name", "timestamp")),
    "usergroups.users.list": Method(
        people.group_members, 2, ("usergroups:read",), ("usergroup",), takes_json=False
    ),
    "users.info": Method(people.info, 4, READ_USERS, ("user",), takes_json=False),
    "users.list": Method(people.listing, 2, READ_USERS, takes_json=False),
    "users.lookupByEmail": Method(people.by_email, 3, ("users:read.email",), ("email",), takes_json=False),
    "views.open": Method(surfaces.open_view, 4, (), ("trigger_id", "view")),
    "views.publish": Method(surfaces.publish_view, 4, (), ("user_id", "view")),
    "views.push": Method(surfaces.push_view, 4, (), ("trigger_id", "view")),
    "views.update": Method(surfaces.update_view, 4, (), ("view",)),
}
