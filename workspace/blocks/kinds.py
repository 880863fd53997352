"""The shape of every block."""

from workspace.blocks.elements import (
    IMAGE,
    IMAGE_FIELDS,
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    URL,
    mrkdwn,
    plain,
    text,
)
from workspace.blocks.rich_text import RICH_TEXT
from workspace.blocks.shape import (
    Check,
    also,
    at_least_one,
    boolean,
    by_type,
    exactly_one,
    items,
    number,
    one_of,
    record,
    string,
)

NAMED = {"block_id": string(255)}
CELL = by_type(
    {
        "raw_text": record("raw_text", {"text": string(10_000, 1)}),
        "raw_number": record("raw_number", {"text": string(10_000, 1), "value": number}),
        "rich_text": RICH_TEXT,
    }
)
COLUMN = record(None, {}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})

EVERYWHERE: dict[str, Check] = {
    "section": also(
        record(
            "section",
            {},
            {
                **NAMED,
                "text": text(3000),
                "fields": items(text(2000), 10),
                "accessory": by_type(IN_SECTION),
                "expand": boolean,
            },
        ),
        at_least_one("text", "fields"),
    ),
    "actions": record("actions", {"elements": items(by_type(IN_ACTIONS), 25)}, NAMED),
    "context": record(
        "context",
        {"elements": items(by_type({"image": IMAGE, "mrkdwn": mrkdwn(3000), "plain_text": plain(3000)}), 10)},
        NAMED,
    ),
    "header": record("header", {"text": plain(150)}, NAMED),
    "divider": record("divider", {}, NAMED),
    "image": also(
        record("image", {"alt_text": string(2000, 1)}, {**NAMED, **IMAGE_FIELDS, "title": plain(2000)}),
        exactly_one("image_url", "slack_file"),
    ),
    "input": record(
        "input",
        {"label": plain(2000), "element": by_type(IN_INPUT)},
        {**NAMED, "hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "rich_text": RICH_TEXT,
    "video": record(
        "video",
        {"alt_text": string(2000, 1), "title": plain(200), "thumbnail_url": URL, "video_url": URL},
        {
            **NAMED,
            "author_name": string(50),
            "description": plain(200),
            "provider_icon_url": URL,
            "provider_name": string(50),
            "title_url": URL,
        },
    ),
}
IN_MESSAGES: dict[str, Check] = {
    **EVERYWHERE,
    "table": record(
        "table",
        {"rows": items(items(CELL, 20), 100)},
        {**NAMED, "column_settings": items(COLUMN, 20, 0)},
    ),
    "markdown": record("markdown", {"text": string(12_000, 1)}, NAMED),
    "file": record("file", {"external_id": string(255, 1), "source": one_of("remote")}, NAMED),
}
