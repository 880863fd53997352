"""Blocks: as strict as Slack, and in its words."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace.bolt_app import buttons, field, form, plain, section
from workspace.blocks.surface import check_message, check_view
from workspace.kinds import SlackError

OPTION = {"text": plain("One"), "value": "1"}
BUTTON = {"type": "button", "text": plain("Press"), "action_id": "press"}
WRITTEN = {"type": "plain_text_input", "action_id": "x"}
CELL = {"type": "raw_text", "text": "x"}
TABLE = {"type": "table", "rows": [[CELL]]}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def menu(**more: Any) -> dict[str, Any]:
    return actions({"type": "static_select", "action_id": "s", **more})


def overflow(count: int) -> dict[str, Any]:
    return actions({"type": "overflow", "action_id": "o", "options": [OPTION] * count})


BROKEN: list[tuple[list[dict[str, Any]], str]] = [
    ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ([section("x" * 3001)], "must be less than 3001 characters"),
    ([{"type": "section"}], "must define either text or fields"),
    ([{"type": "section", "fields": [plain("x")] * 11}], "no more than 10 items allowed [11 given]"),
    ([{"type": "section", "fields": [plain("x" * 2001)]}], "must be less than 2001 characters"),
    ([section("x", surprise=1)], "invalid additional property: surprise [json-pointer:/blocks/0]"),
    ([{"type": "header", "text": plain("x" * 151)}], "must be less than 151 characters"),
    ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "must be one of: plain_text"),
    ([{"type": "context", "elements": [plain("x")] * 11}], "no more than 10 items"),
    ([{"type": "context", "elements": [BUTTON]}], "unsupported type: button"),
    ([actions()], "no fewer than 1 items"),
    ([buttons(*map(str, range(26)))], "no more than 25 items"),
    ([actions({**BUTTON, "text": plain("x" * 76)})], "must be less than 76 characters"),
    ([actions({**BUTTON, "value": "x" * 2001})], "must be less than 2001 characters"),
    ([actions({**BUTTON, "style": "default"})], "must be one of: primary, danger"),
    ([actions({**BUTTON, "action_id": "x" * 256})], "must be less than 256 characters"),
    ([actions(BUTTON, BUTTON)], "duplicate action_id: press"),
    ([{**section("x"), "block_id": "b"}, {**section("y"), "block_id": "b"}], "duplicate block_id: b"),
    ([overflow(6)], "no more than 5 items"),
    ([menu()], "must define exactly one of: options, option_groups"),
    ([menu(options=[OPTION] * 101)], "no more than 100 items"),
    ([menu(options=[{"text": plain("x" * 76), "value": "1"}])], "must be less than 76 characters"),
    ([menu(options=[OPTION], initial_option={**OPTION, "value": "2"})], "initial option must exactly match"),
    ([menu(options=[OPTION], placeholder=plain("x" * 151))], "must be less than 151 characters"),
    ([{"type": "image", "image_url": "https://example.org/x.png"}], "missing required field: alt_text"),
    ([{"type": "nonsense"}], "unsupported type: nonsense"),
    ([{"text": plain("x")}], "missing required field: type"),
    ([{"type": "divider"}] * 51, "no more than 50 items allowed [51 given]"),
    ([TABLE, TABLE], "only_one_table_allowed"),
    ([{"type": "table", "rows": [[CELL] * 21]}], "no more than 20 items"),
    ([{"type": "table", "rows": [[CELL]] * 101}], "no more than 100 items"),
    ([{"type": "table", "rows": [[{**CELL, "text": ""}]]}], "must be more than 0 characters"),
    ([{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]}], "no fewer than 1"),
]


@pytest.mark.parametrize(("blocks", "said"), BROKEN, ids=[said[:40] for _, said in BROKEN])
def test_a_message_that_slack_would_refuse_is_refused(blocks: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(SlackError) as caught:
        check_message(blocks)
    assert caught.value.error == "invalid_blocks"
    assert said in caught.value.more["response_metadata"]["messages"][0]


def test_all_blocks_together_may_be_too_long() -> None:
    check_message([section("x" * 2600)] * 5)
    with pytest.raises(SlackError, match="msg_blocks_too_long"):
        check_message([section("x" * 2601)] * 5)


BROKEN_FORMS: list[tuple[dict[str, Any], str]] = [
    (form(section("x"), title="x" * 25), "must be less than 25 characters [json-pointer:/view/title/text]"),
    ({**form(field("Name", **WRITTEN)), "submit": None}, "must provide an object"),
    (form(section("x"), close=plain("x" * 25)), "must be less than 25 characters"),
    (form(section("x"), private_metadata="x" * 3001), "must be less than 3001 characters"),
    (form(*[{"type": "divider"}] * 101), "no more than 100 items"),
    (form(field("x" * 2001, **WRITTEN)), "must be less than"),
    (form(field("Name", **WRITTEN, max_length=3001)), "must be between 1 and 3000"),
    (form(TABLE), "unsupported type: table"),
    (form(section("x"), colour="red"), "invalid additional property: colour"),
    ({"type": "modal", "title": plain("x"), "blocks": [field("Name", **WRITTEN)]}, "field: submit"),
    ({"type": "home", "blocks": []}, "unsupported type: home"),
]


@pytest.mark.parametrize(("view", "said"), BROKEN_FORMS, ids=[said[:40] for _, said in BROKEN_FORMS])
def test_a_form_that_slack_would_refuse_is_refused(view: dict[str, Any], said: str) -> None:
    with pytest.raises(SlackError) as caught:
        check_view(view, "modal")
    assert caught.value.error == "invalid_arguments"
    assert said in caught.value.more["response_metadata"]["messages"][0]


def test_a_form_may_hold_a_hundred_blocks_and_a_message_fifty() -> None:
    check_view(form(*[{"type": "divider"}] * 100), "modal")
    check_message([{"type": "divider"}] * 50)


def test_blocks_and_elements_without_ids_are_given_some() -> None:
    [block, other] = check_message([actions({**BUTTON, "action_id": ""}), section("x", accessory=BUTTON)])
    assert block["block_id"]
    assert block["elements"][0]["action_id"]
    assert other["accessory"]["action_id"] == "press"


async def test_a_refusal_says_where_the_fault_is(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="C0CARMS", text="x", blocks=[section("")])
    answer = caught.value.response
    assert answer["error"] == "invalid_blocks"
    said = "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]"
    assert answer["response_metadata"]["messages"] == [said]


async def test_blocks_that_are_no_json_are_refused(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError, match="invalid_blocks_format"):
        await client.chat_postMessage(channel="C0CARMS", text="x", blocks="[{")
