"""What stands in the fields of a form: Slack's `state.values`, and what is wrong with it."""

import re
from collections.abc import Iterator

from workspace.blocks.surface import choices, elements
from workspace.kinds import Json

# element type: (the key of its value, the key of what stands there at first)
VALUE_KEYS = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "file_input": ("files", "initial_files"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
REQUIRED = "Please complete this required field."
Values = dict[str, dict[str, Json]]


def fields(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """List every block with every element of it that holds a value."""
    yield from ((block, e) for block in blocks for e in elements(block) if e["type"] in VALUE_KEYS)


def state_of(blocks: list[Json], given: Values) -> Values:
    """Put together what stands in all fields: what was given, else what stood there at first."""
    values: Values = {}
    for block, element in fields(blocks):
        row = given.get(block["block_id"], {}).get(element["action_id"])
        values.setdefault(block["block_id"], {})[element["action_id"]] = entry(element, row)
    return values


def entry(element: Json, given: Json | None) -> Json:
    """Give one field's entry, as Slack writes it."""
    key, first = VALUE_KEYS[element["type"]]
    many = key in ("selected_options", "selected_users", "selected_channels", "selected_conversations")
    value = element.get(first) if given is None else given.get(key)
    if key == "value" and value == "":
        value = None
    if key in ("selected_option", "selected_options"):
        value = _whole(element, value)
    return {"type": element["type"], key: [] if many and value is None else value}


def value_in(row: Json) -> object:
    """Give the bare value of an entry."""
    return row.get(VALUE_KEYS[row["type"]][0])


def _whole(element: Json, value: object) -> object:
    """Give the option itself where a page sent only its value."""
    offered = {option["value"]: option for option in choices(element)}
    if isinstance(value, list):
        return [offered.get(one["value"], one) for one in value]
    return offered.get(value["value"], value) if isinstance(value, dict) else value


def complaints(blocks: list[Json], values: Values) -> dict[str, str]:
    """Say what Slack's own form would not let through, by block."""
    found: dict[str, str] = {}
    for block, element in fields(blocks):
        if block["type"] == "input":
            row = values[block["block_id"]][element["action_id"]]
            said = _complaint(block, element, value_in(row))
            if said:
                found[block["block_id"]] = said
    return found


def _complaint(block: Json, element: Json, value: object) -> str | None:
    if not value:
        return None if block.get("optional") else REQUIRED
    if isinstance(value, str):
        return _wrong_text(element, value)
    if isinstance(value, dict) and choices(element) and value not in choices(element):
        return "Please choose one of the options."
    if isinstance(value, list) and len(value) > element.get("max_selected_items", len(value)):
        return f"Please choose at most {element['max_selected_items']}."
    return None


def _wrong_text(element: Json, value: str) -> str | None:
    longest, shortest = element.get("max_length", 3000), element.get("min_length", 0)
    if len(value) > longest:
        return f"Must be at most {longest} characters."
    if len(value) < shortest:
        return f"Must be at least {shortest} characters."
    pattern = PATTERNS.get(element["type"])
    return f"Must be {pattern[1]}." if pattern and not re.fullmatch(pattern[0], value) else None


PATTERNS = {
    "email_text_input": (r"[^@\s]+@[^@\s]+\.[^@\s]+", "an e-mail address"),
    "url_text_input": (r"https?://\S+", "a link"),
    "number_input": (r"-?\d+(\.\d+)?", "a number"),
    "datepicker": (r"\d{4}-\d{2}-\d{2}", "a date"),
    "timepicker": (r"([01]\d|2[0-3]):[0-5]\d", "a time"),
}
