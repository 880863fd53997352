"""What Slack would refuse, refused here first: counts, lengths, ids and the size of all blocks together."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Node = Mapping[str, Any]

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
BUDGET = 10_000
# Slack counts containers too (a message of 11,341 characters was refused): with 40 a block on our side,
# 10,000 stays under the 13,200 that were measured with 100 a block.
BLOCK_WEIGHT = 40
OPTION, LABEL, VALUE, IDENT = 75, 75, 2000, 255
TEXT, HEADER, FIELD, TITLE, PLACEHOLDER, LONG = 3000, 150, 2000, 24, 150, 2000


class RenderError(Exception):
    """A template made something that Slack would refuse, or was not given what it needs."""


def _short(node: Node, most: int) -> None:
    text = node["text"]
    if not text or text.isspace():
        raise RenderError(f"an empty {node['type']}")
    _at_most(len(text), most, f"characters: {text[:40]!r}")


def _at_most(count: int, most: int, what: str) -> None:
    if count > most:
        raise RenderError(f"{count} of at most {most} {what}")


def _some(items: Sequence[Any], most: int, what: str) -> None:
    if not items:
        raise RenderError(f"no {what}")
    _at_most(len(items), most, what)


def _once(ids: Sequence[str], what: str) -> None:
    if len(ids) != len(set(ids)):
        raise RenderError(f"a {what} stands twice: {sorted(i for i in set(ids) if ids.count(i) > 1)}")
    for each in ids:
        _at_most(len(each), IDENT, what)


def _section(block: Node) -> None:
    if "text" in block:
        _short(block["text"], TEXT)
    for field in block.get("fields", ()):
        _short(field, FIELD)
    if "text" not in block or "fields" in block:
        _some(block.get("fields", ()), 10, "fields")
    if "accessory" in block:
        _element(block["accessory"])


def _element(element: Node) -> None:
    if element["type"] == "button":
        _short(element["text"], LABEL)
        _at_most(len(element.get("value", "")), VALUE, "characters of a button's value")
        _at_most(len(element.get("url", "")), TEXT, "characters of a button's link")
    elif element["type"] == "image":
        _at_most(len(element["alt_text"]), LONG, "characters of alt_text")
    elif "options" in element:
        _options(element)
    if "placeholder" in element:
        _short(element["placeholder"], PLACEHOLDER)
    if "confirm" in element:
        _confirm(element["confirm"])


def _options(element: Node) -> None:
    most = {"overflow": 5, "radio_buttons": 10, "checkboxes": 10}.get(element["type"], 100)
    _some(element["options"], most, "options")
    _once([option["value"] for option in element["options"]], "option's value")
    for option in element["options"]:
        _short(option["text"], OPTION)
        _at_most(len(option["value"]), OPTION, "characters of an option's value")


def _confirm(confirm: Node) -> None:
    for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        _short(confirm[name], most)


def _actions(block: Node) -> None:
    _some(block["elements"], 25, "actions")
    _once([e["action_id"] for e in block["elements"]], "action_id")
    for element in block["elements"]:
        _element(element)


def _context(block: Node) -> None:
    _some(block["elements"], 10, "elements of a context")
    for element in block["elements"]:
        if element["type"] == "image":
            _element(element)
        else:
            _short(element, TEXT)


def _input(block: Node) -> None:
    _short(block["label"], LONG)
    if "hint" in block:
        _short(block["hint"], LONG)
    if not block.get("block_id"):
        raise RenderError("an input without block_id: nobody could answer its errors")
    _element(block["element"])


def _table(block: Node) -> None:
    _some(block["rows"], 100, "rows")
    for row in block["rows"]:
        _some(row, 20, "cells")
    _at_most(sum(map(len, texts(block))), BUDGET, "characters of a table")


def _image(block: Node) -> None:
    shown = block["slack_file"]["id"] if "slack_file" in block else block["image_url"]
    _at_most(len(shown), TEXT, "characters of an image's link")
    if not block["alt_text"]:
        raise RenderError("an image without alt_text")
    _at_most(len(block["alt_text"]), LONG, "characters of alt_text")


def _rich(block: Node) -> None:
    _some(block["elements"], 100, "elements of a rich text")
    if not any(texts(block)):
        raise RenderError("an empty rich text")


def _nothing(block: Node) -> None:
    pass


CHECKS: Mapping[str, Callable[[Node], None]] = {
    "section": _section,
    "header": lambda block: _short(block["text"], HEADER),
    "context": _context,
    "actions": _actions,
    "divider": _nothing,
    "input": _input,
    "image": _image,
    "rich_text": _rich,
    "table": _table,
}


def texts(node: Any) -> list[str]:
    """Every text that a reader sees in a block, labels included."""
    found: list[str] = []
    _gather(node, found)
    return found


def _gather(node: Any, found: list[str]) -> None:
    for key, value in node.items() if type(node) is dict else enumerate(node):
        kind = type(value)
        if kind is str:
            if key == "text":
                found.append(value)
        elif kind is dict or kind is list:
            _gather(value, found)


def weight(blocks: Sequence[Node]) -> int:
    """What these blocks take of a message's budget."""
    return sum(map(len, texts(blocks))) + BLOCK_WEIGHT * len(blocks)


def check_blocks(blocks: Sequence[Node], most: int) -> None:
    """Raise RenderError for anything in these blocks that Slack would refuse."""
    _at_most(len(blocks), most, "blocks")
    for block in blocks:
        CHECKS[block["type"]](block)
    _once([block["block_id"] for block in blocks if "block_id" in block], "block_id")
    _at_most(sum(block["type"] == "table" for block in blocks), 1, "tables")


def check_message(payload: Node) -> None:
    """A message needs a sentence for screen readers, and blocks within the budget."""
    _short({"type": "message's text", "text": payload["text"]}, TEXT)
    check_blocks(payload["blocks"], MESSAGE_BLOCKS)
    if any(block["type"] == "input" for block in payload["blocks"]):
        raise RenderError("an input in a message")
    _at_most(weight(payload["blocks"]), BUDGET, "characters in all blocks")


def check_view(payload: Node) -> None:
    """A modal or a Home tab."""
    check_blocks(payload["blocks"], VIEW_BLOCKS)
    _at_most(len(payload.get("private_metadata", "")), TEXT, "characters of private_metadata")
    _at_most(len(payload.get("callback_id", "")), IDENT, "characters of callback_id")
    for name in ("title", "submit", "close"):
        if name in payload:
            _short(payload[name], TITLE)
    if "submit" not in payload and any(block["type"] == "input" for block in payload["blocks"]):
        raise RenderError("a form without a submit")
