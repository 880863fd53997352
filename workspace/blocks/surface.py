"""What holds for a whole message, form or Home tab: counts, unique names, total size."""

import secrets
from collections import Counter
from collections.abc import Iterator
from typing import Any

from workspace.blocks.elements import INTERACTIVE, plain
from workspace.blocks.kinds import EVERYWHERE, IN_MESSAGES
from workspace.blocks.shape import boolean, by_type, fault, items, record, string
from workspace.kinds import Json, SlackError

TOO_LONG = 13_000
TABLE_TOO_LONG = 10_000
VIEW_TOO_LARGE = 250_000
MESSAGE_BLOCKS = items(by_type(IN_MESSAGES), 50, 0)
VIEW_BLOCKS = items(by_type(EVERYWHERE), 100, 0)
TAB = {"blocks": VIEW_BLOCKS}
META = {"private_metadata": string(3000), "callback_id": string(255), "external_id": string(255)}
BUTTONS = {"submit": plain(24), "close": plain(24), "submit_disabled": boolean}
CLOSING = {"clear_on_close": boolean, "notify_on_close": boolean}
VIEWS = {
    "modal": record("modal", {**TAB, "title": plain(24)}, {**META, **BUTTONS, **CLOSING}),
    "home": record("home", TAB, META),
}


def check_message(blocks: Any) -> list[Json]:
    """Take the blocks of a message as Slack would, or refuse them as Slack would."""
    found = list(MESSAGE_BLOCKS(blocks, "/blocks")) or list(_together(blocks))
    tables = [] if found else [b for b in blocks if b["type"] == "table"]
    if len(tables) > 1:
        found.append(fault("only_one_table_allowed", "/blocks"))
    if any(written(table) > TABLE_TOO_LONG for table in tables):
        found.append(fault(f"table must be less than {TABLE_TOO_LONG + 1} characters", "/blocks"))
    if not found and any(_elements_of(blocks, "file_input")):
        found.append(fault("unsupported type: file_input", "/blocks"))
    if found:
        raise SlackError("invalid_blocks", errors=found, response_metadata={"messages": found})
    if written(blocks) > TOO_LONG:
        raise SlackError("msg_blocks_too_long")
    return with_names(blocks)


def check_view(view: Any, *allowed: str) -> Json:
    """Take a form or a Home tab as Slack would, or refuse it as Slack would."""
    if len(str(view)) > VIEW_TOO_LARGE:
        raise SlackError("view_too_large")
    found = list(by_type({kind: VIEWS[kind] for kind in allowed})(view, "/view"))
    found = found or list(_together(view["blocks"])) or list(_as_view(view))
    if found:
        raise SlackError("invalid_arguments", response_metadata={"messages": found})
    return {**view, "blocks": with_names(view["blocks"])}


def with_names(blocks: list[Json]) -> list[Json]:
    """Give every block and every element the id that its author left out."""
    return [_named(block) for block in blocks]


def _named(block: Json) -> Json:
    named = {**block, "block_id": block.get("block_id") or secrets.token_urlsafe(4)}
    for place in ("accessory", "element"):
        if place in block:
            named[place] = _named_element(block[place])
    if block["type"] == "actions":
        named["elements"] = [_named_element(element) for element in block["elements"]]
    return named


def _named_element(element: Json) -> Json:
    if element["type"] not in INTERACTIVE:
        return element
    return {**element, "action_id": element.get("action_id") or secrets.token_urlsafe(4)}


def elements(block: Json) -> Iterator[Json]:
    """List what a person can press or fill in within one block."""
    inside = [block[place] for place in ("accessory", "element") if place in block]
    inside += block["elements"] if block["type"] == "actions" else []
    yield from (element for element in inside if element["type"] in INTERACTIVE)


def written(node: Any) -> int:
    """Count the characters that the blocks show."""
    if isinstance(node, dict):
        own = node["text"] if isinstance(node.get("text"), str) else ""
        return len(own) + sum(written(value) for value in node.values())
    return sum(map(written, node)) if isinstance(node, list) else 0


def _together(blocks: list[Json]) -> Iterator[str]:
    names = Counter(block["block_id"] for block in blocks if block.get("block_id"))
    yield from (fault(f"duplicate block_id: {n}", "/blocks") for n, times in names.items() if times > 1)
    for number, block in enumerate(blocks):
        at = f"/blocks/{number}"
        ids = Counter(e["action_id"] for e in elements(block) if e.get("action_id"))
        yield from (fault(f"duplicate action_id: {n}", at) for n, times in ids.items() if times > 1)
        for element in elements(block):
            yield from _own_choices(element, at)
    if sum(bool(e.get("focus_on_load")) for block in blocks for e in elements(block)) > 1:
        yield fault("only one element may focus_on_load", "/blocks")


def _own_choices(element: Json, at: str) -> Iterator[str]:
    if "option_groups" not in element and "options" not in element:
        return
    offered = choices(element)
    first = [element["initial_option"]] if "initial_option" in element else element.get("initial_options", [])
    if any(not _among(option, offered) for option in first):
        yield fault("initial option must exactly match one of the options", at)


def _among(option: Json, offered: list[Json]) -> bool:
    wanted = (option["value"], option["text"]["text"])
    return any((one["value"], one["text"]["text"]) == wanted for one in offered)


def choices(element: Json) -> list[Json]:
    """List the options of a menu, out of their groups."""
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *grouped]


def _as_view(view: Json) -> Iterator[str]:
    kinds = {block["type"] for block in view["blocks"]}
    if view["type"] == "modal" and "input" in kinds and "submit" not in view:
        yield fault("missing required field: submit", "/view")
    if view["type"] == "home" and any(_elements_of(view["blocks"], "file_input")):
        yield fault("unsupported type: file_input", "/view/blocks")


def _elements_of(blocks: list[Json], kind: str) -> Iterator[Json]:
    return (element for block in blocks for element in elements(block) if element["type"] == kind)
