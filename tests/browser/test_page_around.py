"""The page around the messages: people, places, threads, live updates, languages, colours, small screens."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from tests.browser.pages import (
    CARMS,
    HUB,
    HUGHES_IN_HUB,
    PHONE,
    act_as,
    all_kinds,
    composer,
    messages,
    opened,
    posted,
    probe,
    read,
    say,
)

pytestmark = pytest.mark.browser


def test_acting_as_somebody_else_keeps_the_channel_where_they_may_see_it(page: Page) -> None:
    act_as(page, "Gwyn Hughes")
    expect(page.get_by_role("heading", level=1)).to_have_text("bcu-carmarthenshire")
    expect(page).to_have_url(re.compile("as=U0HUGHES&channel=bcu-carmarthenshire"))
    page.go_back()
    expect(page.locator("#act-as strong")).to_have_text("PS 1101 Ffion Morgan")


def test_a_place_that_a_person_may_not_see_is_left(browser: Browser, echo_url: str) -> None:
    with opened(browser, f"{echo_url}?as=U0PROBERT&channel=restricted-incidents") as page:
        expect(page.get_by_role("heading", level=1)).to_have_text("restricted-incidents")
        act_as(page, "Carys Rees")
        expect(page.get_by_role("heading", level=1)).to_have_text("bcu-carmarthenshire")
        expect(page.get_by_role("navigation")).not_to_contain_text("restricted-incidents")


def test_what_one_person_writes_others_see_and_mentions_are_counted(browser: Browser, echo_url: str) -> None:
    with (
        opened(browser, echo_url + CARMS) as morgan,
        opened(browser, echo_url + HUGHES_IN_HUB) as hughes,
    ):
        say(morgan, "Nothing for you yet")
        row = hughes.get_by_role("button", name=re.compile("^bcu-carmarthenshire"))
        expect(row.locator(".count")).to_be_visible()
        say(morgan, "@Insp 2201 Gwyn Hughes have a look")
        expect(row.locator(".count.mentions")).to_have_text("1")
        row.click()
        expect(messages(hughes).last).to_contain_text("have a look")
        expect(messages(hughes).last.locator(".mention-me")).to_have_text("@Insp 2201 Gwyn Hughes")
        expect(row.locator(".count")).to_have_count(0)


def test_a_broken_connection_is_made_again_and_nothing_is_missed(browser: Browser, echo_url: str) -> None:
    context = browser.new_context()
    page, cut = context.new_page(), []

    def through(socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        cut.append(socket)

    page.route_web_socket(re.compile("/ui/events"), through)
    page.goto(echo_url + CARMS)
    expect(composer(page)).to_be_visible()
    with opened(browser, f"{echo_url}?as=U0HUGHES&channel=bcu-carmarthenshire") as hughes:
        cut[0].close()
        say(hughes, "said while you were away")
        expect(messages(page).last).to_contain_text("said while you were away")
    assert len(cut) == 2
    context.close()


def test_a_channel_is_called_busy_until_its_messages_have_been_read(page: Page) -> None:
    posted(page, "before the slow reading")
    page.route("**/ui/api/messages?*", lambda route: None)
    page.reload()
    expect(composer(page)).to_be_visible()
    expect(page.locator("#messages .items")).to_have_attribute("aria-busy", "true")
    page.unroute("**/ui/api/messages?*")  # what was held goes on
    read(page)
    assert messages(page).filter(has_text="before the slow reading").count() == 1


def test_a_thread_opens_beside_its_channel_and_counts_its_replies(page: Page) -> None:
    message = posted(page, "Start of a thread")
    message.hover()
    message.get_by_role("button", name="Reply in thread").click()
    thread = page.get_by_role("complementary", name="Thread")
    thread.get_by_role("textbox", name="Reply…").fill("the first reply")
    page.keyboard.press("Enter")
    expect(thread.locator("article").last).to_contain_text("the first reply")
    expect(message.get_by_role("button", name="1 reply")).to_be_visible()
    page.reload()
    expect(thread.locator("article").last).to_contain_text("the first reply")
    page.keyboard.press("Escape")
    expect(thread).to_be_hidden()


def test_a_message_shortcut_reaches_the_app(page: Page) -> None:
    message = posted(page, "Find me")
    message.hover()
    message.locator(".hover-menu").get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Find the incident").click()
    message.get_by_role("button", name="1 reply").click()
    expect(page.get_by_role("complementary", name="Thread")).to_contain_text("Found it.")


def test_an_app_that_is_away_is_told_kindly_and_the_text_stays(browser: Browser, lonely_url: str) -> None:
    with opened(browser, lonely_url + CARMS) as page:
        composer(page).fill("/echo 123")
        page.keyboard.press("Enter")
        expect(page.locator(".composer-status.bad")).to_contain_text(
            "Cofnod could not be reached, so nothing was done."
        )
        expect(composer(page)).to_have_value("/echo 123")


def test_home_is_what_the_app_publishes(page: Page) -> None:
    page.get_by_role("button", name="Home").click()
    expect(page.locator(".sheet h3")).to_have_text("Good morning")
    expect(page).to_have_url(re.compile("channel=home"))


def test_control_k_goes_to_a_channel(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("hub")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("crime-incident-hub")
    page.keyboard.press("Control+k")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("bcu-carmarthenshire")


def test_somebody_who_is_no_member_reads_and_does_not_write(browser: Browser, echo_url: str) -> None:
    with opened(browser, f"{echo_url}?as=U0MORGAN&channel=bcu-powys") as page:
        expect(page.locator("#composer")).to_have_text("You are reading this channel without being a member.")
        expect(composer(page)).to_have_count(0)


def test_the_page_speaks_welsh_and_remembers_it(page: Page) -> None:
    page.get_by_role("button", name="Newid y dudalen i’r Gymraeg").click()
    expect(page.locator("#honest")).to_have_text("Gweithle arddangos lleol. Mae pawb yma yn ddychmygol.")
    page.reload()
    expect(page.get_by_role("button", name="Hafan")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "cy")


def test_both_dictionaries_have_the_same_words_and_values(page: Page) -> None:
    english, welsh = probe(page, "dictionaries")
    holes = {name: sorted(re.findall(r"\{\w+\}", words)) for name, words in english.items()}
    assert holes == {name: sorted(re.findall(r"\{\w+\}", words)) for name, words in welsh.items()}


def test_dark_and_light_follow_the_system_until_somebody_chooses(browser: Browser, echo_url: str) -> None:
    with opened(browser, echo_url + CARMS, color_scheme="dark") as page:
        paper = "getComputedStyle(document.body).backgroundColor"
        assert page.evaluate(paper) == "rgb(21, 25, 28)"
        page.get_by_role("button", name="Switch to light").click()
        assert page.evaluate(paper) == "rgb(253, 253, 251)"
        page.reload()
        expect(page.get_by_role("button", name="Switch to dark")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(browser: Browser, echo_url: str, scheme: Any) -> None:
    with opened(browser, echo_url + HUB, color_scheme=scheme) as page:
        say(page, "/post-all")
        say(page, "/echo to you alone")
        posted(page, "With buttons")
        say(page, "@PS 1101 Ffion Morgan and @PC 842 Carys Rees")
        expect(page.locator(".mention-me").last).to_be_visible()
        assert probe(page, "faint") == []


def test_everything_that_can_be_used_has_a_name(page: Page) -> None:
    say(page, "/post-all")
    posted(page, "With buttons")
    say(page, "/form")
    expect(page.get_by_role("dialog", name="A form")).to_be_visible()
    assert probe(page, "nameless") == []


def test_on_a_phone_the_places_are_in_a_drawer_and_all_fits(browser: Browser, echo_url: str) -> None:
    with opened(browser, echo_url + CARMS, PHONE, has_touch=True, is_mobile=True) as page:
        posted(page, "Small")
        assert probe(page, "tooWide") == 0
        page.get_by_role("button", name="Show channels").tap()
        page.get_by_role("button", name=re.compile("^crime-incident-hub")).tap()
        expect(page.get_by_role("heading", level=1)).to_have_text("crime-incident-hub")
        expect(page.get_by_role("navigation")).to_be_hidden()


def test_nothing_is_asked_of_any_other_address(browser: Browser, echo_url: str) -> None:
    asked: list[str] = []
    with opened(browser, echo_url + CARMS) as page:
        page.on("response", lambda response: asked.append(response.url))
        say(page, "/post-all")
        expect(messages(page).filter(has_text="A header").last).to_be_visible()
        page.reload()
        expect(composer(page)).to_be_visible()
    assert asked
    assert all(url.startswith((echo_url, "data:")) for url in asked)


def test_a_long_channel_shows_its_end_and_earlier_messages_on_demand(browser: Browser, echo_url: str) -> None:
    with opened(browser, f"{echo_url}?as=U0JAMES&channel=bcu-pembrokeshire") as page:
        probe(page, "sayMany", 170)
        expect(messages(page).last).to_contain_text("number 170.")
        expect(messages(page).last).to_be_in_viewport()
        expect(messages(page).filter(has_text="number 5.")).to_have_count(0)
        page.get_by_role("button", name="Show earlier messages").click()
        expect(messages(page).filter(has_text="number 5.")).to_have_count(1)
        expect(messages(page).last).not_to_be_in_viewport()


def test_a_picture_of_the_apps_own_is_shown_and_a_file_in_the_thread_can_be_fetched(page: Page) -> None:
    message = all_kinds(page)
    picture = message.get_by_role("img", name="A plot of its own")
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1
    message.get_by_role("button", name=re.compile("reply|replies")).click()
    with page.expect_download() as fetched:
        page.get_by_role("link", name="record.csv").click()
    assert fetched.value.suggested_filename == "record.csv"
    assert fetched.value.path().read_bytes() == b"held,due"
