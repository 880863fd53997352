"""What Slack sent, made into a request that Bolt can take; whatever has another shape is left out.

Bolt 1.30 looks for the word `payload` anywhere in a form, so that a command with that word in it is lost.
Here a form is read by its keys, and Bolt gets the finished body, as it does over Socket Mode.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse

Body = dict[str, Any]
FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 200
NOTHING = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")  # NUL, as JSON writes it


def read_body(raw: bytes, content_type: str) -> Body | None:
    """The body of a request over HTTP: JSON, a form, or JSON under the form's key `payload`."""
    try:
        if content_type != FORM:
            return _mapping(json.loads(raw))
        pairs = parse_qsl(raw.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
        form: Body = dict(pairs)
        return _mapping(json.loads(form["payload"])) if "payload" in form else form
    except (ValueError, RecursionError):
        return None


def _mapping(found: Any) -> Body | None:
    return found if isinstance(found, dict) else None


def _text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _event(body: Body) -> bool:
    event = body.get("event")
    return isinstance(event, dict) and _text(event.get("type")) and _fits(event)


def _pressed(body: Body) -> bool:
    actions = body.get("actions")
    return isinstance(actions, list) and actions != [] and all(_action(action) for action in actions)


def _action(action: Any) -> bool:
    return _has(action, "action_id") and _element(action)


def _has(thing: Any, *names: str) -> bool:
    return isinstance(thing, dict) and all(_text(thing.get(name)) for name in names)


def _view(body: Body) -> bool:
    view: Any = body.get("view")
    return _has(view, "id", "callback_id") and view.get("type") == "modal" and _filled(view)


def _filled(view: Any) -> bool:
    """A form's state is two levels of mappings, where there is any."""
    state = view.get("state") or {}
    values = (state.get("values") or {}) if isinstance(state, dict) else None
    if not isinstance(values, dict) or not all(isinstance(inputs, dict) for inputs in values.values()):
        return False
    return all(_element(element) for inputs in values.values() for element in inputs.values())


def _element(element: Any) -> bool:
    """What somebody typed or chose is text, if it is anything."""
    if not isinstance(element, dict) or not isinstance(element.get("selected_options") or [], list):
        return False
    chosen = [element.get("selected_option"), *(element.get("selected_options") or [])]
    typed = [element.get(name) for name in TYPED]
    return all(isinstance(one or {}, dict) and _is_text((one or {}).get("value")) for one in chosen) and all(
        map(_is_text, typed)
    )


def _is_text(value: Any) -> bool:
    return value is None or isinstance(value, str)


def _by_somebody(body: Body) -> bool:
    return _has(body.get("user"), "id")


SHAPES: Mapping[str, Callable[[Body], bool]] = {
    "event_callback": _event,
    "block_actions": lambda body: _by_somebody(body) and _pressed(body) and _filled(body.get("view") or {}),
    "block_suggestion": lambda body: _by_somebody(body) and _has(body, "action_id"),
    "view_submission": lambda body: _by_somebody(body) and _view(body),
    "view_closed": lambda body: _by_somebody(body) and _view(body),
    "shortcut": lambda body: _by_somebody(body) and _has(body, "callback_id"),
    "message_action": lambda body: _by_somebody(body) and _has(body, "callback_id"),
}
TYPED = ("value", "block_id", "selected_user", "selected_time", "selected_date", "selected_channel")
OBJECTS = ("view", "message", "previous_message", "container", "item", "function_data", "assistant_thread")
OBJECTS_OR_TEXTS = ("team", "user", "channel", "enterprise")
TEXTS = ("team_id", "enterprise_id", "user_id", "channel_id", "response_url", "trigger_id", "event_id")


def _fits(body: Body) -> bool:
    """Whether what Bolt and we look into is of the kind that we take it for; null is mostly allowed."""
    found = {name: value for name, value in body.items() if value is not None}
    lists = [found.get("authorizations", []), body.get("response_urls", [])]
    return (
        all(isinstance(found.get(name, {}), dict) for name in OBJECTS)
        and all(isinstance(found.get(name, ""), str | dict) for name in OBJECTS_OR_TEXTS)
        and all(isinstance(found.get(name, ""), str) for name in TEXTS)
        and all(isinstance(rows, list) and all(isinstance(row, dict) for row in rows) for rows in lists)
        and all(_fits(found[name]) for name in ("message", "previous_message") if name in found)
    )


def _can_be_kept(body: Body) -> bool:
    """Whether no text of it holds what a database or an answer cannot: half a character, or none at all."""
    try:
        return NOTHING.search(json.dumps(body, ensure_ascii=False).encode()) is None
    except (ValueError, RecursionError):
        return False


def recognised(body: Body | None) -> Body | None:
    """The body, if it is one of the things that Slack sends and has all that we rely on."""
    if body is None or not _fits(body) or not _can_be_kept(body):
        return None
    kind = body.get("type")
    if kind is None and _has(body, "command", "user_id"):
        return body if all(isinstance(value, str) for value in body.values()) else None
    shape = SHAPES.get(kind) if isinstance(kind, str) else None
    return body if shape and "command" not in body and shape(body) else None


async def answer(app: AsyncApp, body: Body | None, headers: Mapping[str, str]) -> BoltResponse:
    """What the app answers; what nobody knows is 404, save for an event: Slack would only send it again."""
    known = recognised(body)
    if known is None:
        said = BoltResponse(status=404, body="")
    else:
        said = await app.async_dispatch(
            AsyncBoltRequest(body=known, headers=dict(headers), mode="socket_mode")
        )
    if said.status == 404 and body is not None and body.get("type") == "event_callback":
        return BoltResponse(status=200, body="")
    return said
