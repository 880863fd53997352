"""Sending, closing and searching in forms, and what the app may answer to a form."""

from typing import Any

from workspace import payloads
from workspace.gestures import Desk, active, own_view, place
from workspace.kinds import Json, OpenView, Person, SlackError
from workspace.state import complaints, state_of
from workspace.views import Views


async def submit(desk: Desk, user: str, view_id: str, values: Json) -> Json:
    """Send a form; Slack itself refuses what its fields do not allow."""
    person, view = active(desk, user), own_view(desk, user, view_id)
    state = state_of(view.body["blocks"], values)
    wrong = complaints(view.body["blocks"], state)
    if wrong:
        return {"ok": False, "errors": wrong, "stack": stack(desk, user)}
    view.body = {**view.body, "state": {"values": state}}
    gesture = desk.tickets.gesture(person.id)
    payload = payloads.submission(desk.world, person, view)
    payload["trigger_id"] = desk.tickets.trigger(user, gesture)
    ack = await desk.interact(payload)
    said = {"ok": False, "error": ack.error} if ack.error else _respond(desk, view, ack.body)
    return said | {"gesture": gesture, "stack": stack(desk, user)}


def stack(desk: Desk, user: str) -> list[Json]:
    """List the forms that a person has open, the lowest first."""
    return [view.body for view in desk.world.stacks.get(user, [])]


def _respond(desk: Desk, view: OpenView, body: Any) -> Json:
    answer = body if isinstance(body, dict) else {}
    try:
        if answer.get("response_action") == "errors":
            return {"ok": False, "errors": _known_errors(view, answer.get("errors"))}
        _move(desk.views, view, answer)
    except SlackError as refusal:
        return {"ok": False, "error": refusal.error, **refusal.more}
    return {"ok": True}


def _move(views: Views, view: OpenView, answer: Json) -> None:
    """Close, change, cover or clear the form, as the answer asks for."""
    match answer.get("response_action"):
        case None:
            views.pop(view)
        case "update":
            views.update(view, answer.get("view"))
        case "push":
            views.push(view.user, answer.get("view"))
        case "clear":
            views.clear(view.user)
        case _:
            raise SlackError("invalid_response_action")


def _known_errors(view: OpenView, errors: Any) -> dict[str, str]:
    """Take the errors of a form; Slack shows none that stands at no input."""
    inputs = {block["block_id"] for block in view.body["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise SlackError("invalid_response_action")
    if set(errors) - inputs:
        raise SlackError("errors_at_no_input", blocks=sorted(set(errors) - inputs))
    return {str(block): str(said) for block, said in errors.items()}


async def close(desk: Desk, user: str, view_id: str) -> Json:
    """Close a form, or all of them where it asks for that."""
    person, view = active(desk, user), own_view(desk, user, view_id)
    clears = bool(view.body["clear_on_close"])
    gone = desk.views.clear(user) if clears else [view]
    if not clears:
        desk.views.pop(view)
    for one in gone:
        if one.body["notify_on_close"]:
            await desk.interact(payloads.closed(desk.world, person, one, cleared=clears))
    return {"ok": True, "stack": stack(desk, user)}


async def suggest(desk: Desk, user: str, container: Json, asked: Json) -> Json:
    """Ask the app which options a menu should offer for what was typed."""
    person: Person = active(desk, user)
    where = place(desk, person, container, desk.tickets.gesture(user), asked, {})
    for name in ("actions", "response_url", "state"):
        where.pop(name, None)
    payload = payloads.interaction(desk.world, "block_suggestion", person) | where
    payload |= {name: asked[name] for name in ("block_id", "action_id")} | {"value": asked.get("value", "")}
    ack = await desk.interact(payload)
    if ack.error:
        return {"ok": False, "error": ack.error, "options": []}
    body = ack.body if isinstance(ack.body, dict) else {}
    return {"ok": True} | {k: body[k] for k in ("options", "option_groups") if k in body}
