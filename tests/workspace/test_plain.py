"""Blocks as plain text: what a person reads."""

from typing import Any

import pytest

from tests.workspace.bolt_app import buttons, field, plain, section
from workspace.plain import of_block, of_blocks, sight

NAMES = {"U0REES": "Carys Rees", "C0CARMS": "carmarthenshire"}
WORD = {"type": "text", "text": "word"}


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("<@U0REES> &amp; <@U0NEW|new>", "@Carys Rees & @new"),
        ("<#C0CARMS> <#C1|other>", "#carmarthenshire #other"),
        ("<https://example.org|the log> <https://example.org/>", "the log https://example.org/"),
        ("<!here> <!date^1700000000^{time}|22:13>", "@here 22:13"),
        ("*bold* &lt;not a tag&gt;", "*bold* <not a tag>"),
    ],
)
def test_mrkdwn_is_read_as_a_person_reads_it(text: str, seen: str) -> None:
    assert sight(text, NAMES) == seen


def listed(*elements: dict[str, Any]) -> dict[str, Any]:
    item = {"type": "rich_text_section", "elements": list(elements)}
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_list", "style": "bullet", "elements": [item] * 2}],
    }


@pytest.mark.parametrize(
    ("block", "seen"),
    [
        (section("One", fields=[plain("Two"), plain("Three")]), "One Two Three"),
        (buttons("Allocate", "Record"), "Allocate Record"),
        ({"type": "header", "text": plain("Head")}, "Head"),
        ({"type": "divider"}, ""),
        ({"type": "context", "elements": [plain("a"), {"type": "image", "alt_text": "pic"}]}, "a [pic]"),
        (listed(WORD, {"type": "user", "user_id": "U0REES"}), "• word@Carys Rees\n• word@Carys Rees"),
        ({"type": "table", "rows": [[{"type": "raw_text", "text": x} for x in "ab"]] * 2}, "a | b\na | b"),
        (field("Name", type="plain_text_input", initial_value="Rees"), "Name Rees"),
        (field("Name", type="users_select", placeholder=plain("Who?")), "Name Who?"),
        ({"type": "markdown", "text": "**x**"}, "**x**"),
    ],
)
def test_every_block_gives_its_words(block: dict[str, Any], seen: str) -> None:
    assert of_block(block, NAMES) == seen


def test_the_entries_of_a_closed_menu_are_not_seen() -> None:
    option = {"text": plain("Hidden"), "value": "1"}
    menu = {"type": "overflow", "action_id": "m", "options": [option]}
    assert of_blocks([section("Seen", accessory=menu)]) == "Seen"
