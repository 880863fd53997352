"""Flattens blocks of every type to the plain text that a person sees."""

import html
import re
from collections.abc import Iterator
from typing import Any

from workspace.kinds import Json

REFERENCE = re.compile(r"<([^<>]+)>")
Names = dict[str, str]


def sight(text: str, names: Names | None = None) -> str:
    """Give mrkdwn as it is read: links by their words, people by their names."""
    return html.unescape(REFERENCE.sub(lambda found: _reference(found[1], names or {}), text))


def _reference(inside: str, names: Names) -> str:
    target, _, words = inside.partition("|")
    if target.startswith("!date^"):
        return words or target.split("^")[2]
    if words:
        return f"@{words}" if target.startswith("@") else f"#{words}" if target.startswith("#") else words
    if target[:1] in "@#":
        return f"{target[0]}{names.get(target[1:], target[1:])}"
    return f"@{target[1:]}" if target.startswith("!") else target


def of_blocks(blocks: list[Json], names: Names | None = None) -> str:
    """Give everything that stands in some blocks, a line a block."""
    return "\n".join(line for block in blocks if (line := of_block(block, names or {})))


def of_message(message: Json, names: Names | None = None) -> str:
    """Give what a person reads in a message: its blocks, or its text where there are none."""
    if message.get("blocks"):
        return of_blocks(message["blocks"], names)
    return sight(message.get("text", ""), names)


def of_view(view: Json, names: Names | None = None) -> str:
    """Give what stands in a form or a Home tab, its title and buttons too."""
    around = [view[name]["text"] for name in ("title", "submit", "close") if view.get(name)]
    return "\n".join([*around[:1], of_blocks(view["blocks"], names), *around[1:]])


def of_block(block: Json, names: Names) -> str:
    """Give one block."""
    if block["type"] == "table":
        return "\n".join(" | ".join(_joined(cell, names, "") for cell in row) for row in block["rows"])
    if block["type"] == "rich_text":
        return "\n".join(_joined(part, names, "") for part in block["elements"])
    if block["type"] == "divider":
        return ""
    return " ".join(_parts(block, names))


def _joined(node: Json, names: Names, between: str) -> str:
    if node["type"] == "rich_text":
        return " ".join(_joined(part, names, "") for part in node["elements"])
    if node["type"] == "rich_text_list":
        return "\n".join(f"• {_joined(item, names, '')}" for item in node["elements"])
    return between.join(_parts(node, names))


def _parts(node: Any, names: Names) -> Iterator[str]:
    """Walk through a block and give every piece that is shown, in order."""
    if isinstance(node, list):
        for item in node:
            yield from _parts(item, names)
    elif isinstance(node, dict):
        shown = SHOWN.get(node.get("type", ""), _inside)
        yield from shown(node, names)


def _inside(node: Json, names: Names) -> Iterator[str]:
    for key in ORDER:
        if key in node:
            yield from _parts(node[key], names)


def _words(node: Json, names: Names) -> Iterator[str]:
    yield node["text"]


def _mrkdwn(node: Json, names: Names) -> Iterator[str]:
    yield sight(node["text"], names)


def _link(node: Json, names: Names) -> Iterator[str]:
    yield node.get("text") or node["url"]


def _user(node: Json, names: Names) -> Iterator[str]:
    yield f"@{names.get(node['user_id'], node['user_id'])}"


def _channel(node: Json, names: Names) -> Iterator[str]:
    yield f"#{names.get(node['channel_id'], node['channel_id'])}"


def _broadcast(node: Json, names: Names) -> Iterator[str]:
    yield f"@{node['range']}"


def _emoji(node: Json, names: Names) -> Iterator[str]:
    yield f":{node['name']}:"


def _date(node: Json, names: Names) -> Iterator[str]:
    yield node.get("fallback") or str(node["timestamp"])


def _image(node: Json, names: Names) -> Iterator[str]:
    yield from _parts(node.get("title"), names)
    yield f"[{node['alt_text']}]"


def _nothing(node: Json, names: Names) -> Iterator[str]:
    return iter(())


def _menu(node: Json, names: Names) -> Iterator[str]:
    """Give what a closed menu shows: what is chosen, else its placeholder."""
    many = node.get("initial_options", [])
    chosen = [node["initial_option"]] if "initial_option" in node else many
    people = [node[key] for key in ("initial_user", "initial_channel", "initial_conversation") if key in node]
    yield from (names.get(one, one) for one in people)
    yield from _parts([one["text"] for one in chosen], names)
    if not chosen and not people:
        yield from _parts(node.get("placeholder"), names)


def _field(node: Json, names: Names) -> Iterator[str]:
    """Give what stands in a field."""
    written = next(
        (node[key] for key in ("initial_value", "initial_date", "initial_time") if key in node), None
    )
    if isinstance(written, str):
        yield written
    else:
        yield from _parts(written or node.get("placeholder"), names)


ORDER = (
    "text",
    "fields",
    "label",
    "title",
    "element",
    "elements",
    "accessory",
    "options",
    "hint",
    "description",
)
MENUS = ("static", "external", "users", "channels", "conversations")
FIELDS = ("plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input")
SHOWN = {
    "text": _words,
    "raw_text": _words,
    "plain_text": _words,
    "markdown": _words,
    "mrkdwn": _mrkdwn,
    "link": _link,
    "user": _user,
    "channel": _channel,
    "broadcast": _broadcast,
    "emoji": _emoji,
    "date": _date,
    "image": _image,
    "overflow": _nothing,
    **{f"{kind}_select": _menu for kind in MENUS},
    **{f"multi_{kind}_select": _menu for kind in MENUS},
    **dict.fromkeys((*FIELDS, "datepicker", "timepicker", "datetimepicker"), _field),
}
