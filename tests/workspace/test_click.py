"""The click language itself: every kind of field, threads, and what it says when something is missing."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace.bolt_app import buttons, connected, field, form, new_app, plain, section
from workspace.click import Workspace

CARMS = "#bcu-carmarthenshire"
CHOICES = [{"text": plain(name), "value": name[0].lower()} for name in ("Yes", "Owed", "Not applicable")]
FIELDS = (
    field("Told", type="radio_buttons", action_id="x", options=CHOICES),
    field("Marks", type="checkboxes", action_id="x", options=CHOICES),
    field("Officers", type="multi_users_select", action_id="x"),
    field("Codes", type="multi_static_select", action_id="x", options=CHOICES),
    field("Channel", type="conversations_select", action_id="x"),
    field("Day", type="datepicker", action_id="x"),
    field("Time", type="timepicker", action_id="x"),
    field("Count", type="number_input", action_id="x", is_decimal_allowed=False),
)
FILLED: dict[str, tuple[Any, str, Any]] = {
    "Told": ("Owed", "selected_option", CHOICES[1]),
    "Marks": (["Yes", "o"], "selected_options", CHOICES[:2]),
    "Officers": (["Rees", "price"], "selected_users", ["U0REES", "U0PRICE"]),
    "Codes": (["not app"], "selected_options", CHOICES[2:]),
    "Channel": ("#control-room", "selected_conversation", "C0FCC"),
    "Day": ("2026-11-20", "selected_date", "2026-11-20"),
    "Time": ("21:40", "selected_time", "21:40"),
    "Count": (3, "value", "3"),
}


def asking(workspace: Workspace, sent: list[dict[str, Any]]) -> Any:
    app = new_app(workspace)

    @app.command("/form")
    async def open_form(ack: Any, client: AsyncWebClient, body: dict[str, Any]) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=form(*FIELDS))
        await ack()

    @app.view("form")
    async def take(ack: Any, view: dict[str, Any]) -> None:
        sent.append(view["state"]["values"])
        await ack()

    return app


async def test_every_kind_of_field_is_filled_in_as_a_person_means_it(workspace: Workspace) -> None:
    sent: list[dict[str, Any]] = []
    async with connected(workspace, asking(workspace, sent), "socket"):
        page = (await workspace.person("Hughes").command("#control-room", "/form")).form
        assert page is not None
        assert page.options("Told") == ["Yes", "Owed", "Not applicable"]
        await page.fill({label: value for label, (value, _, _) in FILLED.items()})
        result = await page.submit()
        assert result.ok, result
    found = {label: sent[0][label.lower()]["x"][key] for label, (_, key, _) in FILLED.items()}
    assert found == {label: wanted for label, (_, _, wanted) in FILLED.items()}


async def test_empty_fields_are_named_by_their_labels(workspace: Workspace) -> None:
    async with connected(workspace, asking(workspace, []), "socket"):
        page = (await workspace.person("Hughes").command("#control-room", "/form")).form
        assert page is not None
        result = await page.submit()
    assert list(result.errors) == page.fields
    assert set(result.errors.values()) == {"Please complete this required field."}


async def test_a_menu_outside_a_form_is_chosen_from(workspace: Workspace, client: AsyncWebClient) -> None:
    menu = {"type": "static_select", "action_id": "told", "placeholder": plain("Told?"), "options": CHOICES}
    await client.chat_postMessage(channel="C0CARMS", text="x", blocks=[section("Victim", accessory=menu)])
    app = new_app(workspace)

    @app.action("told")
    async def told(ack: Any, action: dict[str, Any], respond: Any) -> None:
        await ack()
        await respond(f"You chose {action['selected_option']['value']}", replace_original=False)

    async with connected(workspace, app, "socket"):
        message = await workspace.person("Morgan").expect_message(CARMS, "Told?")
        assert (await message.choose("Told?", "Owed")).text == "You chose o"


async def test_a_form_wins_over_a_change_that_came_first(
    workspace: Workspace, client: AsyncWebClient
) -> None:
    posted = await client.chat_postMessage(channel="C0CARMS", text="x", blocks=[section("x"), buttons("Ask")])
    app = new_app(workspace)

    @app.action("Ask")
    async def ask(ack: Any, client: AsyncWebClient, body: dict[str, Any]) -> None:
        await client.chat_update(channel="C0CARMS", ts=posted["ts"], text="changed meanwhile")
        await client.views_open(trigger_id=body["trigger_id"], view=form(section("Asked")))
        await ack()

    async with connected(workspace, app, "socket"):
        message = await workspace.person("Morgan").expect_message(CARMS, "x")
        assert "Asked" in await message.click("Ask")
    assert (await message.becomes("changed meanwhile")).edited


async def test_a_thread_is_read_and_written(workspace: Workspace) -> None:
    morgan, rees = workspace.person("Morgan"), workspace.person("Rees")
    await morgan.say(CARMS, "A parent")
    parent = await rees.expect_message(CARMS, "A parent")
    await rees.say(CARMS, "A reply", thread=parent)
    assert [message.text for message in await parent.thread()] == ["A reply"]
    assert [message.text for message in await morgan.messages(CARMS)] == ["A parent"]


async def test_what_is_not_there_is_said_with_what_is(workspace: Workspace, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel="C0CARMS", text="x", blocks=[section("Here"), buttons("Allocate")])
    morgan = workspace.person("Morgan")
    message = await morgan.expect_message(CARMS, "Here")
    with pytest.raises(AssertionError, match=r"no 'Record'; there are \['Allocate'\]"):
        message.clickable("Record")
    with pytest.raises(AssertionError, match="the last:\nHere"):
        await morgan.expect_message(CARMS, "There", timeout=0)
    with pytest.raises(AssertionError, match="'Nobody' is 0 people"):
        workspace.person("Nobody")
