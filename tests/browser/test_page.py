"""The browser page of the local workspace, in a real Chromium, with a real workspace and Bolt app."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.pages import CARMS, all_kinds, choose, composer, messages, opened, posted, probe, say

pytestmark = pytest.mark.browser


def form(page: Page) -> Locator:
    """Open the form with every kind of input."""
    say(page, "/form")
    expect(page.get_by_role("dialog", name="A form")).to_be_visible()
    return page.get_by_role("dialog", name="A form")


def test_without_an_address_the_page_opens_as_the_sergeant(browser: Browser, echo_url: str) -> None:
    with opened(browser, echo_url) as page:
        expect(page.locator("#act-as")).to_contain_text("PS 1101 Ffion Morgan")
        expect(page.get_by_role("heading", level=1)).to_have_text("bcu-carmarthenshire")
        expect(page).to_have_url(re.compile(r"\?as=U0MORGAN&channel=bcu-carmarthenshire$"))
        expect(page.locator("#honest")).to_have_text(
            "Local demonstration workspace. Everybody here is made up."
        )


def test_a_command_is_completed_by_keys_and_answered_to_one_person_only(page: Page) -> None:
    composer(page).press_sequentially("/ec")
    expect(page.get_by_role("option")).to_contain_text("Says it back, to you alone")
    page.keyboard.press("Tab")
    expect(composer(page)).to_have_value("/echo ")
    expect(page.locator(".composer-status")).to_contain_text("TEXT")
    page.keyboard.type("hello there")
    page.keyboard.press("Enter")
    answer = messages(page).filter(has_text="hello there")
    expect(answer).to_contain_text("Only visible to you")
    expect(page.locator(".composer-status")).to_contain_text("Cofnod answered in")
    answer.get_by_role("button", name="Dismiss").click()
    expect(answer).to_have_count(0)


def test_arrows_move_through_the_commands_and_escape_closes_them(page: Page) -> None:
    composer(page).press_sequentially("/")
    expect(page.get_by_role("option")).to_have_count(4)
    page.keyboard.press("ArrowDown")
    expect(page.locator(".option.active")).to_contain_text("/post")
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(composer(page)).to_have_value("/")


def test_people_and_channels_are_completed_and_reach_the_app_as_ids(page: Page) -> None:
    composer(page).press_sequentially("/echo @car")
    page.keyboard.press("Tab")
    page.keyboard.type("in #crime-inc")
    page.keyboard.press("Tab")
    expect(composer(page)).to_have_value("/echo @PC 842 Carys Rees in #crime-incident-hub ")
    page.keyboard.press("Enter")
    answer = messages(page).filter(has_text="@PC 842 Carys Rees in #crime-incident-hub").last
    expect(answer.locator(".mention")).to_have_count(2)
    answer.locator(".mention-channel").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("crime-incident-hub")


def test_what_people_write_is_text_and_never_html(page: Page) -> None:
    say(page, "<img src=x onerror=alert(1)> *bold* & <b>x</b> &amp;")
    message = messages(page).last
    expect(message.locator(".text")).to_have_text("<img src=x onerror=alert(1)> bold & <b>x</b> &amp;")
    expect(message.locator(".text strong")).to_have_text("bold")
    expect(message.locator(".text img, .text b")).to_have_count(0)


KNOWN = "DIV SPAN STRONG EM S CODE PRE BLOCKQUOTE BR A BUTTON TIME svg path"
MARKS = st.text(alphabet="ab <>&|*_~`@#!^:/\n;lgtm.1", max_size=60)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=MARKS)
def test_no_text_becomes_an_element_that_mrkdwn_does_not_know(page: Page, text: str) -> None:
    read = probe(page, "mrkdwn", text)
    assert set(read["tags"]) <= set(KNOWN.split())
    assert not read["unsafe"]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet="abc <>&;'\"/=()", min_size=1, max_size=60))
def test_escaped_text_is_shown_letter_for_letter(page: Page, text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    read = probe(page, "mrkdwn", f"x{escaped}")
    assert read["words"] == f"x{text}"


def test_a_pressed_button_changes_its_message_in_place(page: Page) -> None:
    message = posted(page, "To be pressed")
    stamp = message.get_attribute("data-ts")
    message.get_by_role("button", name="Press").click()
    same = page.locator(f"article[data-ts='{stamp}']")
    expect(same).to_contain_text("Pressed by @PS 1101 Ffion Morgan")
    expect(same).to_contain_text("(edited)")
    expect(same.get_by_role("button", name="Press")).to_be_focused()


def test_a_dangerous_button_asks_first(page: Page) -> None:
    message = posted(page, "To be removed")
    message.get_by_role("button", name="Remove").click()
    question = page.get_by_role("alertdialog", name="Remove it?")
    question.get_by_role("button", name="Keep it").click()
    expect(question).to_have_count(0)
    expect(message).to_contain_text("To be removed")
    message.get_by_role("button", name="Remove").click()
    question.get_by_role("button", name="Remove it").click()
    expect(messages(page).last).to_contain_text("Removed by")


def test_an_overflow_menu_works_by_keys(page: Page) -> None:
    message = posted(page, "With a menu")
    message.locator(".overflow").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Negate")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(messages(page).last).to_contain_text("Chosen: why")


def test_a_form_says_what_is_missing_then_what_the_app_refuses_then_closes(page: Page) -> None:
    dialog = form(page)
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.locator("[data-block=officer] .error")).to_have_text("Please fill this in.")
    choose(page, dialog, "Officer", "hughes")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.locator("[data-block=officer] .error")).to_have_text("Insp Hughes decides this one.")
    expect(dialog.get_by_role("combobox", name="Officer")).to_have_attribute("aria-invalid", "true")
    choose(page, dialog, "Officer", "rees")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_have_count(0)
    expect(composer(page)).to_be_focused()


SENT = (
    '"selected_user": "U0PRICE"',
    '"value": "on the log"',
    '"selected_time": "21:40"',
    '"selected_date": "2026-11-20"',
    '"value": "green"',
    '"value": "owed"',
    '"value": "repeat"',
    '"value": "77/1"',
    '["U0BOWEN", "U0LLOYD"]',
)
DRAWN = [
    "h3",
    "strong",
    "em",
    "s",
    "code",
    "a[href='https://example.org']",
    "blockquote",
    ".fields>.field-cell:last-child",
    ".context",
    "hr",
    "[role=combobox]",
    ".rich>ul>li",
    ".code>pre",
    "th",
    "td",
]


def fill_everything(page: Page, dialog: Locator) -> None:
    choose(page, dialog, "Officer", "price")
    dialog.get_by_label("Note").fill("on the log")
    dialog.get_by_label("Told at").fill("2140")
    dialog.get_by_label("Day").fill("2026-11-20")
    choose(page, dialog, "Code", "gre")
    dialog.get_by_label("Owed").check()
    dialog.get_by_label("Repeat").check()
    choose(page, dialog, "Crime", "77")
    choose(page, dialog, "Others", "bowen")
    choose(page, dialog, "Others", "lloyd")


def test_every_kind_of_input_reaches_the_app_in_slacks_shape(page: Page) -> None:
    dialog = form(page)
    fill_everything(page, dialog)
    expect(dialog.get_by_label("Told at")).to_have_value("21:40")
    page.keyboard.press("Escape")  # the list of people that is still open
    dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name=re.compile("^Cofnod")).click()
    sent = messages(page).last
    for part in SENT:
        expect(sent).to_contain_text(part)


def test_a_time_that_is_none_is_said_before_anything_is_sent(page: Page) -> None:
    dialog = form(page)
    choose(page, dialog, "Officer", "rees")
    dialog.get_by_label("Told at").fill("half past")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.locator("[data-block=told] .error")).to_have_text("Write a time such as 21:40.")


def test_a_form_that_the_app_changes_keeps_what_was_typed(page: Page) -> None:
    dialog = form(page)
    dialog.get_by_label("Note").fill("half a sent")
    choose(page, dialog, "Officer", "rees")
    dialog.get_by_role("button", name="Longer").click()
    expect(dialog).to_contain_text("Now it is longer.")
    expect(dialog.get_by_label("Note")).to_have_value("half a sent")
    expect(dialog.get_by_role("combobox", name="Officer")).to_have_value("PC 842 Carys Rees")


def test_escape_closes_the_top_form_and_the_one_below_has_kept_everything(page: Page) -> None:
    dialog = form(page)
    dialog.get_by_label("Note").fill("below")
    dialog.get_by_role("button", name="Deeper").click()
    above = page.get_by_role("dialog", name="Above")
    expect(above).to_contain_text("On top")
    page.keyboard.press("Escape")
    expect(dialog.get_by_label("Note")).to_have_value("below")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_focus_stays_inside_a_form(page: Page) -> None:
    dialog = form(page)
    dialog.get_by_role("button", name="Send").focus()
    for key in ("Tab", "Shift+Tab", "Shift+Tab", "Tab", "Tab"):
        page.keyboard.press(key)
        assert page.evaluate("document.querySelector('dialog').contains(document.activeElement)")


def test_every_kind_of_block_is_drawn(page: Page) -> None:
    message = all_kinds(page)
    for selector in DRAWN:
        expect(message.locator(selector).first).to_be_visible()
    expect(message).to_contain_text("The picture could not be shown: A chart")
    choose(page, message, "Colour", "red")
    expect(messages(page).last).to_contain_text("Chosen: red")


def test_a_code_block_is_copied(browser: Browser, echo_url: str) -> None:
    with opened(browser, echo_url + CARMS, permissions=["clipboard-read", "clipboard-write"]) as page:
        code = all_kinds(page).locator(".code")
        code.get_by_role("button", name="Copy").click()
        expect(code.get_by_role("button")).to_have_text("Copied")
        assert page.evaluate("navigator.clipboard.readText()") == "02:11 PS 1101 allocated 123/20-11"
