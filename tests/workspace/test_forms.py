"""Forms and the Home tab: opened, stacked, refused, updated, closed."""

import asyncio
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.workspace.bolt_app import buttons, connected, field, form, new_app, plain, section
from workspace.click import Form, Workspace

CARMS = "#bcu-carmarthenshire"
NAME = field("Name", type="plain_text_input", action_id="name", max_length=10)
OFFICER = field("Officer", type="users_select", action_id="who")
OPTIONS = [{"text": plain("Theft"), "value": "t"}, {"text": plain("Assault"), "value": "a"}]
OFFENCE = field("Offence", type="static_select", action_id="what", options=OPTIONS)
WHERE = field("Where", type="external_select", action_id="where", min_query_length=1)


class App:
    """An app with one form, that remembers what it was told."""

    def __init__(self, workspace: Workspace, first: dict[str, Any], **answer: Any) -> None:
        self.bolt, self.first, self.answer = new_app(workspace), first, answer
        self.opened: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []
        self.closed: list[dict[str, Any]] = []
        self.bolt.command("/form")(ack=self._ack, lazy=[self._open])
        self.bolt.view("form")(self._sent)
        self.bolt.view_closed("form")(self._closed)

    async def _ack(self, ack: Any) -> None:
        await ack()

    async def _open(self, client: AsyncWebClient, body: dict[str, Any]) -> None:
        self.opened.append(body)
        await client.views_open(trigger_id=body["trigger_id"], view=self.first)

    async def _sent(self, ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        self.sent.append(body)
        await ack(**self.answer)
        if not self.answer:
            await client.chat_postEphemeral(channel="C0CARMS", user=body["user"]["id"], text="Thank you")

    async def _closed(self, ack: Any, body: dict[str, Any]) -> None:
        self.closed.append(body)
        await ack()


async def opened(workspace: Workspace) -> Form:
    answer = await workspace.person("Morgan").command(CARMS, "/form")
    assert answer.form is not None
    return answer.form


async def test_a_form_is_filled_in_by_its_labels(workspace: Workspace, transport: str) -> None:
    app = App(workspace, form(NAME, OFFICER, OFFENCE))
    async with connected(workspace, app.bolt, transport):
        page = await opened(workspace)
        assert (page.title, page.fields) == ("A form", ["Name", "Officer", "Offence"])
        await page.fill({"Name": "Rees", "Officer": "Rees", "Offence": "Assault"})
        result = await page.submit()
        assert (result.ok, result.form) == (True, None)
        assert (await result.answer()).text == "Thank you"
    values = app.sent[0]["view"]["state"]["values"]
    assert values["officer"]["who"] == {"type": "users_select", "selected_user": "U0REES"}
    assert values["offence"]["what"]["selected_option"] == OPTIONS[1]


async def test_errors_are_told_by_label_and_keep_the_form_open(workspace: Workspace, transport: str) -> None:
    app = App(workspace, form(NAME), response_action="errors", errors={"name": "Put it on the log first."})
    async with connected(workspace, app.bolt, transport):
        page = await opened(workspace)
        result = await (await page.fill({"Name": "x"})).submit()
    assert result.errors == {"Name": "Put it on the log first."}
    assert result.form is not None


async def test_errors_must_stand_at_an_input(workspace: Workspace) -> None:
    app = App(workspace, form(NAME), response_action="errors", errors={"nowhere": "No."})
    async with connected(workspace, app.bolt, "socket"):
        page = await opened(workspace)
        result = await (await page.fill({"Name": "x"})).submit()
    assert (result.error, result.errors) == ("errors_at_no_input", {})


@pytest.mark.parametrize("value", [None, "longer than ten"])
async def test_slack_itself_refuses_what_a_field_does_not_allow(
    workspace: Workspace, value: str | None
) -> None:
    app = App(workspace, form(NAME))
    async with connected(workspace, app.bolt, "socket"):
        page = await opened(workspace)
        result = await (await page.fill({"Name": value})).submit()
    assert list(result.errors) == ["Name"]
    assert app.sent == []


@pytest.mark.parametrize(("action", "titles"), [("update", ["Second"]), ("push", ["A form", "Second"])])
async def test_an_answer_may_change_the_form_or_lay_one_on_top(
    workspace: Workspace, action: str, titles: list[str]
) -> None:
    app = App(workspace, form(section("x")), response_action=action, view=form(section("y"), title="Second"))
    async with connected(workspace, app.bolt, "socket"):
        result = await (await opened(workspace)).submit()
    assert [view["title"]["text"] for view in result.raw["stack"]] == titles
    assert result.form is not None
    assert result.form.title == "Second"


async def test_at_most_three_forms_lie_on_each_other(workspace: Workspace) -> None:
    app = App(workspace, form(section("x")), response_action="push", view=form(section("y")))
    async with connected(workspace, app.bolt, "socket"):
        second = (await (await opened(workspace)).submit()).form
        assert second is not None
        third = (await second.submit()).form
        assert third is not None
        result = await third.submit()
    assert (result.error, len(result.raw["stack"])) == ("push_limit_reached", 3)


async def test_all_forms_may_be_cleared_at_once(workspace: Workspace) -> None:
    app = App(workspace, form(section("x")), response_action="clear")
    async with connected(workspace, app.bolt, "socket"):
        assert (await (await opened(workspace)).submit()).form is None


async def test_closing_is_told_where_asked_for(workspace: Workspace) -> None:
    app = App(workspace, form(section("x"), notify_on_close=True))
    async with connected(workspace, app.bolt, "socket"):
        page = await opened(workspace)
        await page.close()
        assert await page.refreshed() is None
    assert app.closed[0]["type"] == "view_closed"
    assert app.closed[0]["is_cleared"] is False


async def test_a_double_click_sends_the_form_twice(workspace: Workspace) -> None:
    app = App(workspace, form(section("x")))
    async with connected(workspace, app.bolt, "socket"):
        page = await opened(workspace)
        results = await asyncio.gather(page.submit(), page.submit())
    assert [result.ok for result in results] == [True, True]
    assert len({body["view"]["id"] for body in app.sent}) == 1
    assert len(app.sent) == 2


async def test_a_first_view_is_updated_while_it_is_open(workspace: Workspace) -> None:
    app = App(workspace, form(section("Loading…")))
    async with connected(workspace, app.bolt, "socket"):
        page = await opened(workspace)
        await app.bolt.client.views_update(view_id=page.raw["id"], view=form(NAME, title="Ready"))
        await page.becomes("Ready")
        assert (await (await page.fill({"Name": "x"})).submit()).ok


async def test_an_update_with_an_old_hash_is_refused(workspace: Workspace) -> None:
    app = App(workspace, form(section("x")))
    async with connected(workspace, app.bolt, "socket"):
        page = await opened(workspace)
        update = app.bolt.client.views_update
        await update(view_id=page.raw["id"], view=form(section("y")), hash=page.raw["hash"])
        with pytest.raises(SlackApiError, match="hash_conflict"):
            await update(view_id=page.raw["id"], view=form(section("z")), hash=page.raw["hash"])


async def test_a_trigger_is_good_once_and_not_for_long(workspace: Workspace) -> None:
    app = App(workspace, form(section("x")))
    async with connected(workspace, app.bolt, "socket"):
        await opened(workspace)
        trigger = app.opened[0]["trigger_id"]
        open_view = app.bolt.client.views_open
        with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
            await open_view(trigger_id=trigger, view=form(section("x")))
        with pytest.raises(SlackApiError, match="invalid_trigger_id"):
            await open_view(trigger_id="1.2.x", view=form(section("x")))
        await workspace.faults(trigger_seconds=0)
        with pytest.raises(SlackApiError, match="expired_trigger_id"):
            await open_view(trigger_id=trigger, view=form(section("x")))


async def test_an_external_menu_asks_the_app_for_its_options(workspace: Workspace, transport: str) -> None:
    app = App(workspace, form(WHERE))

    @app.bolt.options("where")
    async def offer(ack: Any, payload: dict[str, Any]) -> None:
        await ack(options=[{"text": plain(f"{payload['value']} Street"), "value": "1"}])

    async with connected(workspace, app.bolt, transport):
        page = await opened(workspace)
        assert (await (await page.fill({"Where": "High"})).submit()).ok
    chosen = app.sent[0]["view"]["state"]["values"]["where"]["where"]["selected_option"]
    assert chosen["text"]["text"] == "High Street"


async def test_a_button_in_a_form_knows_what_was_typed(workspace: Workspace) -> None:
    app = App(workspace, form(NAME, buttons("Check")))
    seen: list[dict[str, Any]] = []

    @app.bolt.action("Check")
    async def check(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        seen.append(body)
        await ack()
        await client.views_update(view_id=body["view"]["id"], view=form(NAME, section("Checked")))

    async with connected(workspace, app.bolt, "socket"):
        page = await opened(workspace)
        await page.fill({"Name": "Rees"})
        assert "Checked" in await page.click("Check")
    assert seen[0]["view"]["state"]["values"]["name"]["name"]["value"] == "Rees"


async def test_a_button_in_a_form_may_lay_another_on_top(workspace: Workspace, transport: str) -> None:
    app = App(workspace, form(section("x"), buttons("More")))

    @app.bolt.action("More")
    async def more(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await client.views_push(trigger_id=body["trigger_id"], view=form(NAME, title="On top"))
        await ack()

    async with connected(workspace, app.bolt, transport):
        first = await opened(workspace)
        top = await first.click("More")
        assert (top.title, top.raw["previous_view_id"]) == ("On top", first.raw["id"])
        result = await (await top.fill({"Name": "x"})).submit()
    assert result.form is not None
    assert result.form.raw["id"] == first.raw["id"]


async def test_the_home_tab_is_published_when_it_is_opened(workspace: Workspace, transport: str) -> None:
    app = new_app(workspace)

    @app.event("app_home_opened")
    async def home(event: dict[str, Any], client: AsyncWebClient) -> None:
        blocks = [section("Your day"), buttons("Refresh")]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.action("Refresh")
    async def refresh(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        view = {"type": "home", "blocks": [section("Your evening")]}
        await client.views_publish(user_id=body["user"]["id"], view=view)

    async with connected(workspace, app, transport):
        page = await workspace.person("Morgan").home("Your day")
        assert "Your evening" in await page.click("Refresh")
