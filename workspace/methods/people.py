"""The methods that say who somebody is, the app itself too."""

from workspace import described
from workspace.call import Call, page
from workspace.cast import APP_ID, BOT_ID, BOT_USER
from workspace.kinds import Json, Person, SlackError


def auth_test(call: Call) -> Json:
    """Say whose token this is."""
    team, bot = call.world.team, call.world.people[BOT_USER]
    said: Json = {"url": call.base_url, "team": team["name"], "team_id": team["id"]}
    said |= {"user": bot.name, "user_id": bot.id, "bot_id": BOT_ID, "app_id": APP_ID}
    return said | {"is_enterprise_install": False}


def api_test(call: Call) -> Json:
    """Answer, or fail as asked."""
    if call.text("error"):
        raise SlackError(call.text("error"), args=call.args)
    return {"args": call.args}


def open_connection(call: Call) -> Json:
    """Give the address of one socket, good once."""
    return {"url": call.socket_ticket()}


def listing(call: Call) -> Json:
    """List everybody."""
    cut = page(call, list(call.world.people.values()), default=1000, most=1000)
    return {"members": [_said(call, person) for person in cut.rows], "cache_ts": 0} | cut.metadata


def info(call: Call) -> Json:
    """Describe one person."""
    return {"user": _said(call, call.world.person(call.text("user")))}


def by_email(call: Call) -> Json:
    """Find a person by e-mail."""
    email = call.text("email").lower()
    for person in call.world.people.values():
        if person.email and person.email.lower() == email and not person.deleted:
            return {"user": _said(call, person)}
    raise SlackError("users_not_found")


def group_members(call: Call) -> Json:
    """List who is in a user group."""
    group = call.world.cast.groups.get(call.text("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": group}


def _said(call: Call, one: Person) -> Json:
    email, locale = "users:read.email" in call.scopes, call.flag("include_locale")
    return described.person(one, with_email=email, with_locale=locale)
