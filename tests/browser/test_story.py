"""The issue's story in a real browser, in both languages, and what else an evening brings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.evening import PATIENCE_MS, Evening, demo
from tests.browser.pages import messages, opened

pytestmark = pytest.mark.browser
TIME = re.compile(r" old · (?:(\d+) h ?)?(?:(\d+) min )?(late|left)")


@dataclass(frozen=True)
class Told:
    """The words of a language: the categories on which its story is played, and what the answers say."""

    code: str
    categories: tuple[
        str, ...
    ]  # allocated by a click, by a command, recorded, negated, with a second offence
    allocated: str
    recorded: str
    negated: str
    refused: str
    confirmed: str
    added: str
    why: tuple[str, ...]


ENGLISH = Told(
    "en",
    ("Violence, domestic abuse", "Malicious communications", "Theft", "Shoplifting", "Drugs"),
    "Allocated %s to PC 842 Rees.",
    "Recorded. Nothing else is open.",
    "Its clock runs until somebody else confirms it",
    "You negated this, so you can't confirm it. Insp Hughes is on until 07:00.",
    "Confirmed",
    "Added %s.2: drugs. Record or negate it, due Sat",
    ("Police told 14:10 + 24 h = due Sat 14:10", "Entered 20:", "PS 1101 Morgan added it"),
)
WELSH = Told(
    "cy",
    ("Criminal damage", "Public order", "Vehicle crime", "Fraud", "Weapons"),
    "Dyrannwyd %s i Cwnstabl 842 Rees.",
    "Cofnodwyd. Nid oes dim arall ar agor.",
    "Mae ei chloc yn rhedeg nes i rywun arall gadarnhau",
    "Chi negyddodd hyn, felly ni allwch ei gadarnhau. Mae Arolygydd Hughes ar ddyletswydd tan 07:00.",
    "Cadarnhawyd",
    "Ychwanegwyd %s.2: arfau. Cofnodwch neu negyddwch hi erbyn Sad",
    ("Dywedwyd wrth yr heddlu 17:30 + 24 awr = erbyn Sad 17:30", "Nodwyd 20:", "Rhingyll 1101 Morgan"),
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of a demo in which it is evening."""
    with demo("--weeks", "0") as address:
        yield address


@pytest.fixture(scope="module", autouse=True)
def beginning(browser: Browser, address: str) -> set[str]:
    """Every reference on the list before anybody has done anything."""
    with opened(browser, address) as page:
        evening = Evening(page)
        return {*evening.refs(), *evening.rest()}


@pytest.fixture
def evening(browser: Browser, address: str) -> Iterator[Evening]:
    """The evening as the sergeant sees it in her channel."""
    with opened(browser, address) as page:
        yield Evening(page)


def test_a_report_goes_from_the_queue_to_a_confirmed_decision(evening: Evening) -> None:
    play(evening, ENGLISH)


def play(evening: Evening, told: Told) -> None:
    speak(evening, told.code)
    by_click, by_command, recorded, negated, two_fold = (evening.of(name) for name in told.categories)
    allocate(evening, told, by_click, by_command)
    record(evening, told, recorded)
    negate(evening, told, negated)
    expect(evening.ask(f"/confirm {negated}")).to_contain_text(told.refused)
    evening.look("own_negation_refused")
    add_an_offence(evening, told, two_fold)
    evening.become("Gwyn Hughes")
    speak(evening, told.code)
    confirm(evening, told, negated)
    read_the_history(evening, told, two_fold, negated)


def speak(evening: Evening, code: str) -> None:
    expect(evening.ask(f"/cofnod language {code}")).to_contain_text("Gymraeg" if code == "cy" else "English")


def allocate(evening: Evening, told: Told, by_click: str, by_command: str) -> None:
    evening.button(by_click, "Allocate").click()
    evening.fill(officer="rees")
    evening.look("allocate")
    evening.submit()
    expect(evening.form).to_contain_text(told.allocated % by_click)
    evening.look("allocated")
    evening.shut()
    expect(evening.ask(f"/allocate {by_command} @rees")).to_contain_text(told.allocated % by_command)
    for ref in (by_click, by_command):
        expect(evening.line(ref)).to_contain_text("PC 842 Rees")


def record(evening: Evening, told: Told, ref: str) -> None:
    evening.button(ref, "Record").click()
    evening.fill(crime=f"DPP26324-{evening.number(ref)}")
    evening.look("record")
    evening.submit()
    expect(evening.form).to_contain_text(told.recorded)
    evening.shut()
    expect(evening.line(ref)).to_have_count(0)


def negate(evening: Evening, told: Told, ref: str) -> None:
    evening.pick(ref, "Negate")
    evening.fill(code="NNO", log_time="20:30", victim_told={"en": "Yes", "cy": "Ydy"}[told.code])
    evening.look("negate")
    evening.submit()
    expect(evening.form).to_contain_text(told.negated)
    evening.look("negated")
    evening.shut()
    expect(evening.line(ref)).to_contain_text("negated, to be confirmed by somebody else")


def add_an_offence(evening: Evening, told: Told, ref: str) -> None:
    answer = evening.ask(f"/add-offence {ref} told 19:10")
    expect(answer).to_contain_text(told.added % ref)
    expect(evening.line(ref)).to_contain_text("2 offences undecided")
    evening.look("second_offence")


def confirm(evening: Evening, told: Told, ref: str) -> None:
    expect(evening.ask(f"/confirm {ref}")).to_contain_text(told.confirmed)
    expect(evening.line(ref)).to_have_count(0)
    evening.look("confirmed")


def read_the_history(evening: Evening, told: Told, two_fold: str, negated: str) -> None:
    answer = evening.ask(f"/why {two_fold}")
    for words in told.why:
        expect(answer).to_contain_text(words)
    evening.look("why")
    whole = evening.ask(f"/why {negated}")
    for words in ("1101 Morgan", "2201 Hughes", "20:30"):
        expect(whole).to_contain_text(words)
    evening.look("why_negated")


def test_what_is_overdue_stands_first_then_what_is_due_before_the_meeting(evening: Evening) -> None:
    evening.refs()
    left = [
        (int(hours or 0) * 60 + int(minutes or 0)) * (-1 if word == "late" else 1)
        for hours, minutes, word in TIME.findall(evening.live.inner_text())
    ]
    pressing = [minutes for minutes in left if minutes < 11 * 60]
    assert len(pressing) > 4
    assert left[: len(pressing)] == sorted(pressing)


def test_a_reference_that_nobody_knows_is_answered_kindly(evening: Evening) -> None:
    expect(evening.ask("/incident 9999")).to_contain_text("I don't know 9999.")
    expect(evening.ask("/why tomorrow")).to_contain_text("tomorrow")
    evening.look("unknown")


def test_a_command_without_words_asks_for_them(evening: Evening) -> None:
    for command in ("allocate", "record", "negate", "add-offence", "return", "why", "confirm", "sign-off"):
        form = evening.opened(f"/{command}")
        expect(form.locator("[data-block=ref]")).to_contain_text("Incident")
        evening.shut()


def test_a_form_says_what_is_missing_and_keeps_what_was_typed(evening: Evening) -> None:
    ref = evening.of("Stalking")
    evening.opened(f"/negate {ref}")
    evening.fill(log_time="nine-ish")
    evening.submit()
    expect(evening.form.locator("[data-block=code] .error")).to_have_text("Please fill this in.")
    evening.fill(code="NNO", victim_told="Yes")
    evening.submit()
    expect(evening.form.locator("[data-block=log_time] .error")).to_contain_text("nine-ish")
    expect(evening.form.locator("[data-block=log_time] input")).to_have_value("nine-ish")
    evening.look("form_error")


def test_whoever_takes_an_alert_in_hand_is_named_on_it(evening: Evening) -> None:
    evening.become("Gwyn Hughes")
    alert = messages(evening.page).filter(has=evening.page.get_by_role("button", name="Got it")).first
    stamp = alert.get_attribute("data-ts")
    alert.get_by_role("button", name="Got it").click()
    taken = evening.page.locator(f"article[data-ts='{stamp}']")
    expect(taken).to_contain_text("Insp 2201 Hughes has it, since")
    expect(taken.get_by_role("button", name="Got it")).to_have_count(0)
    evening.look("got_it")


def test_a_button_that_is_out_of_date_is_refused_with_what_is_so_now(evening: Evening) -> None:
    ref = evening.of("Arson")
    card = evening.ask(f"/incident {ref}")
    stamp = card.get_attribute("data-ts")
    evening.ask(f"/record {ref} DPP26324-{evening.number(ref)}")
    old = evening.page.locator(f"article.ephemeral[data-ts='{stamp}']")
    old.get_by_role("button", name="Record").click()
    expect(messages(evening.page).last).to_contain_text("recorded it at 20:")
    evening.look("stale")


def test_the_restricted_channel_is_not_there_for_a_sergeant(evening: Evening) -> None:
    places = evening.page.get_by_role("navigation")
    expect(places).to_contain_text("bcu-carmarthenshire")
    expect(places).not_to_contain_text("restricted-incidents")
    expect(evening.live).to_contain_text("restricted, in their own channel")
    evening.become("Gwyn Hughes")
    expect(places).to_contain_text("restricted-incidents")


def test_who_turns_the_page_into_welsh_is_told_how_to_ask_for_welsh_answers(evening: Evening) -> None:
    evening.page.get_by_role("button", name="Newid y dudalen i’r Gymraeg").click()
    expect(evening.page.locator(".notice")).to_contain_text("/cofnod language cy")
    expect(evening.page.get_by_role("navigation")).to_contain_text("Sianeli")


def test_a_guest_is_refused(evening: Evening) -> None:
    evening.become("Guest Contractor")
    expect(evening.ask("/queue")).to_contain_text("only members of the force")
    evening.look("guest")


def test_messages_bear_the_time_of_the_demonstration(evening: Evening) -> None:
    expect(evening.page.locator("#dial")).to_have_text(re.compile(r"^Fri 20 Nov, 2[01]:\d\d ×10$"))
    expect(evening.live.locator(".stamp")).to_have_text("20:40")


def test_an_answer_is_scrolled_to_and_copied_with_one_press(evening: Evening) -> None:
    evening.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ref = evening.of("Disorder")
    answer = evening.ask(f"/allocate {ref} 917")
    expect(answer.get_by_text("Copy for the log")).to_be_in_viewport()
    answer.get_by_role("button", name="Copy").click()
    copied = evening.page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(
        rf"20/11/2026 2\d:\d\d Cofnod: {ref} allocated to PC 917 Price, .* Trail \w{{10}}\.", copied
    )


def test_the_same_story_in_welsh(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}&lang=cy") as page:
        play(Evening(page), WELSH)


def test_incidents_have_arrived_meanwhile(evening: Evening, beginning: set[str]) -> None:
    changes = 0
    while not {*evening.refs(), *evening.rest()} - beginning:
        assert (changes := changes + 1) < 20, "the list changed twenty times, and nothing had arrived"
        expect(evening.live).not_to_have_text(evening.live.text_content() or "", timeout=2 * PATIENCE_MS)
