"""The blocks that the echo app shows: every kind that the page draws."""

from base64 import b64decode
from typing import Any

Block = dict[str, Any]


def plain(text: str) -> Block:
    """Make a plain_text object."""
    return {"type": "plain_text", "text": text}


def marked(text: str) -> Block:
    """Make an mrkdwn object."""
    return {"type": "mrkdwn", "text": text}


def option(text: str) -> Block:
    """Make an option whose value is its text in small letters."""
    return {"text": plain(text), "value": text.lower()}


def button(label: str, action: str, **more: Any) -> Block:
    """Make a button."""
    return {"type": "button", "text": plain(label), "action_id": action, "value": "1", **more}


SURE = {
    "title": plain("Remove it?"),
    "text": marked("It will be *gone*."),
    "confirm": plain("Remove it"),
    "deny": plain("Keep it"),
}


def with_buttons(text: str) -> list[Block]:
    """Make a text with an overflow, and two buttons, one of which asks first."""
    more = {"type": "overflow", "action_id": "more", "options": [option("Negate"), option("Why")]}
    remove = button("Remove", "remove", style="danger", confirm=SURE)
    buttons = [button("Press", "press", style="primary"), remove, button("Form", "form")]
    return [
        {"type": "section", "block_id": "text", "text": marked(text or "empty"), "accessory": more},
        {"type": "actions", "block_id": "buttons", "elements": buttons},
    ]


def actions(*elements: Block) -> Block:
    """Make an actions block."""
    return {"type": "actions", "elements": list(elements)}


def field(name: str, label: str, element: Block, **more: Any) -> Block:
    """Make an input block; the field's name is its block id and its action id."""
    return {
        "type": "input",
        "block_id": name,
        "label": plain(label),
        "element": {"action_id": name, **element},
        "optional": True,
        **more,
    }


NOTE = {"type": "plain_text_input", "multiline": True}
FIELDS = [
    field("officer", "Officer", {"type": "users_select"}, optional=False),
    field("note", "Note", NOTE, hint=plain("No names.")),
    field("told", "Told at", {"type": "timepicker"}),
    field("day", "Day", {"type": "datepicker"}),
    field("code", "Code", {"type": "static_select", "options": [option("Red"), option("Green")]}),
    field("victim", "Victim told", {"type": "radio_buttons", "options": [option("Yes"), option("Owed")]}),
    field("marks", "Markers", {"type": "checkboxes", "options": [option("Child"), option("Repeat")]}),
    field("crime", "Crime", {"type": "external_select", "min_query_length": 1}),
    field("others", "Others", {"type": "multi_users_select"}),
    actions(button("Longer", "longer"), button("Deeper", "deeper")),
]


def form(longer: bool = False) -> Block:
    """Make a form with every kind of input."""
    more = [{"type": "section", "block_id": "said", "text": marked("Now it is longer.")}] if longer else []
    words = {"title": plain("A form"), "submit": plain("Send"), "close": plain("Not now")}
    return {"type": "modal", "callback_id": "form", **words, "blocks": [*more, *FIELDS]}


def home() -> Block:
    """Make a Home tab."""
    return {
        "type": "home",
        "blocks": [{"type": "header", "text": plain("Good morning")}, *with_buttons("Your *Home*")[:1]],
    }


def rich(*elements: Block) -> Block:
    """Make a rich_text block."""
    return {"type": "rich_text", "elements": list(elements)}


def said(kind: str, text: str) -> Block:
    """Make a part of a rich text that holds one piece of text."""
    return {"type": kind, "elements": [{"type": "text", "text": text}]}


def row(*cells: str) -> list[Block]:
    """Make a row of a table."""
    return [{"type": "raw_text", "text": cell} for cell in cells]


MARKS = """*bold* _slanted_ ~gone~ `code` <https://example.org|a link> <@U0REES> <#C0CIH>
> quoted
• an item"""
COLOURS = [option("Red"), option("Green")]
COLOUR = {"type": "static_select", "action_id": "colour", "placeholder": plain("Colour"), "options": COLOURS}
CHART = {"image_url": "https://example.org/none.png", "alt_text": "A chart", "title": plain("Chart")}
PICTURE = b64decode(  # one grey dot
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
)

EVERY_BLOCK: list[Block] = [
    {"type": "header", "text": plain("A header")},
    {"type": "section", "text": marked(MARKS)},
    {"type": "section", "fields": [marked("*Age*\n23 h"), marked("*Due*\n04:10")]},
    {"type": "context", "elements": [marked("a small *remark*")]},
    {"type": "divider"},
    actions(COLOUR),
    {"type": "image", **CHART},
    rich(
        said("rich_text_section", "In words"),
        {"type": "rich_text_list", "style": "bullet", "elements": [said("rich_text_section", "first")]},
        said("rich_text_quote", "a quotation"),
        said("rich_text_preformatted", "02:11 PS 1101 allocated 123/20-11"),
    ),
    {"type": "table", "rows": [row("Unit", "Decided"), row("Powys", "62 of 70")]},
]
