"""The shape of everything that stands inside a block: texts, buttons, menus, inputs."""

from workspace.blocks.rich_text import RICH_TEXT
from workspace.blocks.shape import (
    Check,
    also,
    boolean,
    by_type,
    exactly_one,
    integer,
    items,
    one_of,
    record,
    string,
)

ID = string(255)
URL = string(3000, 1)
ANY_ID = string(255, 1)
DATE = string(10, pattern=r"\d{4}-\d{2}-\d{2}")
TIME = string(5, pattern=r"([01]\d|2[0-3]):[0-5]\d")


def plain(longest: int) -> Check:
    """Take a plain_text of a certain length."""
    return record("plain_text", {"text": string(longest, 1)}, {"emoji": boolean})


def mrkdwn(longest: int) -> Check:
    """Take a mrkdwn text of a certain length."""
    return record("mrkdwn", {"text": string(longest, 1)}, {"verbatim": boolean})


def text(longest: int) -> Check:
    """Take either kind of text."""
    return by_type({"plain_text": plain(longest), "mrkdwn": mrkdwn(longest)})


CONFIRM = record(
    None,
    {"text": text(300)},
    {"title": plain(100), "confirm": plain(30), "deny": plain(30), "style": one_of("primary", "danger")},
)
ACTION = {"action_id": ID}
ASKED = {**ACTION, "confirm": CONFIRM}
FOCUS = {"focus_on_load": boolean}
PICKED = {**ASKED, **FOCUS, "placeholder": plain(150)}
DISPATCH = record(
    None, {}, {"trigger_actions_on": items(one_of("on_enter_pressed", "on_character_entered"), 2)}
)
TYPED = {**ACTION, **FOCUS, "placeholder": plain(150), "dispatch_action_config": DISPATCH}
MANY = {**PICKED, "max_selected_items": integer(1)}
FILTER = record(
    None,
    {},
    {
        "include": items(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)


def option(value: int, words: Check, description: Check) -> Check:
    """Take one choice of a menu."""
    return record(None, {"text": words, "value": string(value, 1)}, {"description": description})


MENU_OPTION = option(150, plain(75), plain(75))
LISTED_OPTION = option(150, text(75), plain(75))
OVERFLOW_OPTION = record(
    None, {"text": plain(75), "value": string(75, 1)}, {"description": plain(75), "url": URL}
)
GROUP = record(None, {"label": plain(75), "options": items(MENU_OPTION, 100)})
CHOICES = {"options": items(MENU_OPTION, 100), "option_groups": items(GROUP, 100)}

BUTTON = record(
    "button",
    {"text": plain(75)},
    {
        **ASKED,
        "url": URL,
        "value": string(2000),
        "style": one_of("primary", "danger"),
        "accessibility_label": string(75),
    },
)
FILE_ID = string(255, pattern=r"F[A-Z0-9]{8,}")
SLACK_FILE = also(record(None, {}, {"id": FILE_ID, "url": URL}), exactly_one("id", "url"))
IMAGE_FIELDS = {"image_url": URL, "slack_file": SLACK_FILE}
IMAGE = also(
    record("image", {"alt_text": string(2000, 1)}, IMAGE_FIELDS), exactly_one("image_url", "slack_file")
)


def _menu(kind: str, *names: str, **more: Check) -> Check:
    shape = record(kind, {}, {**PICKED, **more})
    return also(shape, exactly_one(*names)) if names else shape


SELECTS: dict[str, Check] = {
    "static_select": _menu(
        "static_select", "options", "option_groups", **CHOICES, initial_option=MENU_OPTION
    ),
    "external_select": _menu("external_select", min_query_length=integer(), initial_option=MENU_OPTION),
    "users_select": _menu("users_select", initial_user=ANY_ID),
    "channels_select": _menu("channels_select", initial_channel=ANY_ID, response_url_enabled=boolean),
    "conversations_select": _menu(
        "conversations_select",
        initial_conversation=ANY_ID,
        default_to_current_conversation=boolean,
        response_url_enabled=boolean,
        filter=FILTER,
    ),
}
OPTIONS_AT_FIRST = items(MENU_OPTION, 100)
IDS_AT_FIRST = items(ANY_ID, 100)
MULTI_SELECTS: dict[str, Check] = {
    "multi_static_select": also(
        record("multi_static_select", {}, {**MANY, **CHOICES, "initial_options": OPTIONS_AT_FIRST}),
        exactly_one("options", "option_groups"),
    ),
    "multi_external_select": record(
        "multi_external_select",
        {},
        {**MANY, "min_query_length": integer(), "initial_options": OPTIONS_AT_FIRST},
    ),
    "multi_users_select": record("multi_users_select", {}, {**MANY, "initial_users": IDS_AT_FIRST}),
    "multi_channels_select": record("multi_channels_select", {}, {**MANY, "initial_channels": IDS_AT_FIRST}),
    "multi_conversations_select": record(
        "multi_conversations_select",
        {},
        {
            **MANY,
            "initial_conversations": IDS_AT_FIRST,
            "default_to_current_conversation": boolean,
            "filter": FILTER,
        },
    ),
}
PICKERS: dict[str, Check] = {
    "datepicker": record("datepicker", {}, {**PICKED, "initial_date": DATE}),
    "timepicker": record("timepicker", {}, {**PICKED, "initial_time": TIME, "timezone": string(100)}),
    "datetimepicker": record("datetimepicker", {}, {**ASKED, **FOCUS, "initial_date_time": integer(10**9)}),
    "checkboxes": record(
        "checkboxes",
        {"options": items(LISTED_OPTION, 10)},
        {**ASKED, **FOCUS, "initial_options": items(LISTED_OPTION, 10)},
    ),
    "radio_buttons": record(
        "radio_buttons",
        {"options": items(LISTED_OPTION, 10)},
        {**ASKED, **FOCUS, "initial_option": LISTED_OPTION},
    ),
}
OVERFLOW = record("overflow", {"options": items(OVERFLOW_OPTION, 5)}, ASKED)
WRITTEN: dict[str, Check] = {
    "plain_text_input": record(
        "plain_text_input",
        {},
        {
            **TYPED,
            "initial_value": string(3000),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
    ),
    "email_text_input": record("email_text_input", {}, {**TYPED, "initial_value": string(3000)}),
    "url_text_input": record("url_text_input", {}, {**TYPED, "initial_value": string(3000)}),
    "number_input": record(
        "number_input",
        {"is_decimal_allowed": boolean},
        {**TYPED, "initial_value": string(100), "min_value": string(100), "max_value": string(100)},
    ),
    "rich_text_input": record("rich_text_input", {}, {**TYPED, "initial_value": RICH_TEXT}),
    "file_input": record(
        "file_input", {}, {**ACTION, "filetypes": items(ANY_ID, 100), "max_files": integer(1, 10)}
    ),
}

IN_ACTIONS: dict[str, Check] = {
    "button": BUTTON,
    "overflow": OVERFLOW,
    **SELECTS,
    **MULTI_SELECTS,
    **PICKERS,
    "rich_text_input": WRITTEN["rich_text_input"],
}
IN_SECTION: dict[str, Check] = {k: v for k, v in IN_ACTIONS.items() if k != "rich_text_input"} | {
    "image": IMAGE
}
IN_INPUT: dict[str, Check] = {**SELECTS, **MULTI_SELECTS, **PICKERS, **WRITTEN}
INTERACTIVE = frozenset({*IN_ACTIONS, *IN_INPUT})
