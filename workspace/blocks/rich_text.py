"""The shape of rich text: sections, lists, quotes and preformatted passages."""

from workspace.blocks.shape import boolean, by_type, integer, items, one_of, record, string

STYLE = record(
    None,
    {},
    dict.fromkeys(
        ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"), boolean
    ),
)
STYLED = {"style": STYLE}
WORD = string(255, 1)
PIECES = {
    "text": record("text", {"text": string(13_000, 1)}, STYLED),
    "link": record("link", {"url": string(3000, 1)}, {**STYLED, "text": string(3000), "unsafe": boolean}),
    "user": record("user", {"user_id": WORD}, STYLED),
    "usergroup": record("usergroup", {"usergroup_id": WORD}, STYLED),
    "team": record("team", {"team_id": WORD}, STYLED),
    "channel": record("channel", {"channel_id": WORD}, STYLED),
    "broadcast": record("broadcast", {"range": one_of("here", "channel", "everyone")}, STYLED),
    "emoji": record("emoji", {"name": WORD}, {**STYLED, "unicode": WORD, "url": string(3000)}),
    "color": record("color", {"value": WORD}, STYLED),
    "date": record(
        "date",
        {"timestamp": integer(), "format": WORD},
        {**STYLED, "url": string(3000), "fallback": string(255)},
    ),
}
PIECE = by_type(PIECES)
PREFORMATTED_PIECE = by_type({"text": PIECES["text"], "link": PIECES["link"]})
BORDER = {"border": integer(0, 1)}
SECTION = record("rich_text_section", {"elements": items(PIECE, 1000)})
PARTS = {
    "rich_text_section": SECTION,
    "rich_text_list": record(
        "rich_text_list",
        {"style": one_of("bullet", "ordered"), "elements": items(SECTION, 1000)},
        {**BORDER, "indent": integer(0, 8), "offset": integer()},
    ),
    "rich_text_quote": record("rich_text_quote", {"elements": items(PIECE, 1000)}, BORDER),
    "rich_text_preformatted": record(
        "rich_text_preformatted", {"elements": items(PREFORMATTED_PIECE, 1000)}, {**BORDER, "language": WORD}
    ),
}
RICH_TEXT = record("rich_text", {"elements": items(by_type(PARTS), 1000)}, {"block_id": string(255)})
