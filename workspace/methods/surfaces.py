"""The methods that open and change forms and Home tabs."""

from collections.abc import Callable
from typing import Any

from workspace.blocks.surface import check_view
from workspace.call import Call
from workspace.kinds import Json, OpenView, SlackError


def open_view(call: Call) -> Json:
    """Open a form for whoever's trigger this is."""
    return _shown(call, call.views.open)


def push_view(call: Call) -> Json:
    """Put a form on top of the one that the trigger came from."""
    return _shown(call, call.views.push)


def _shown(call: Call, show: Callable[[str, Json], OpenView]) -> Json:
    view = _view(call)
    trigger = call.tickets.spend_trigger(call.text("trigger_id"))
    shown = show(trigger.user, view)
    call.tickets.follow(trigger.gesture, kind="view", id=shown.id)
    return {"view": shown.body}


def update_view(call: Call) -> Json:
    """Change an open form."""
    view = _view(call)
    found = call.views.find(call.text("view_id"), call.text("external_id"))
    return {"view": call.views.update(found, view, call.text("hash")).body}


def publish_view(call: Call) -> Json:
    """Put a Home tab before somebody."""
    view = _view(call)
    person = call.world.person(call.text("user_id"))
    return {"view": call.views.publish(person.id, view, call.text("hash")).body}


def _view(call: Call) -> Any:
    view = call.args["view"]
    if not isinstance(view, dict):
        said = "[ERROR] must provide an object [json-pointer:/view]"
        raise SlackError("invalid_arguments", response_metadata={"messages": [said]})
    checked = check_view(view, "modal", "home")  # before a trigger is spent on it
    call.files.check(checked["blocks"], "/view/blocks", "invalid_arguments")
    return checked
