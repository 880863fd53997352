"""Reads the arguments of a call however they came: JSON, form, query string or multipart."""

import json
from typing import Any

from aiohttp import web

from workspace.kinds import Json, SlackError

STRUCTURED = ("blocks", "view", "metadata", "attachments", "files", "unfurls")


async def read(request: web.Request, takes_json: bool = True) -> tuple[str, Json]:
    """Give the token and the arguments of a call."""
    args: Json = dict(request.query)
    args.update(await _body(request, takes_json))
    bearer = request.headers.get("Authorization", "")
    token = bearer.removeprefix("Bearer ").strip() or str(args.get("token", ""))
    args.pop("token", None)
    return token, {name: _parsed(name, value) for name, value in args.items() if value is not None}


async def _body(request: web.Request, takes_json: bool) -> Json:
    if request.content_type == "application/json":
        return _object(await request.text()) if takes_json else {}
    if request.method != "POST":
        return {}
    return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}


def _object(text: str) -> Json:
    try:
        body = json.loads(text or "{}")
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(body, dict):
        raise SlackError("json_not_object")
    return body


def _parsed(name: str, value: Any) -> Any:
    if name not in STRUCTURED or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
