"""Whatever a value holds, it stays one block of valid JSON, and mentions, links and formats nothing."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from bot.domain.listing import Alert, AlertItem, Card
from bot.slack.escape import VALUE_MAX, Unfit, as_mrkdwn, as_plain, cut, escaped, quoted
from bot.slack.limits import texts
from bot.slack.render import Renderer
from templates import FOLDER
from tests.templates.things import AT, INCIDENT, LINE, LISTING, OFFENCE, PRESENT, person

WORDS = Renderer(FOLDER, "Europe/London")
NASTY = [
    "<!channel>",
    "<@U0REES>",
    "<https://evil.example|log>",
    "&lt;!here&gt;",
    "&ast;",
    "&#34;",
    "a\nb",
    "\r\n",
]
NASTY += [
    '","x":"',
    "\\",
    "\u2028",
    "\ud800",
    "\udfff\ud800",
    "\u202e",
    "\u200f",
    "\x00",
    "`*_~",
    "{{ 7 }}",
    "%(x)s",
]
VALUES = st.lists(st.sampled_from(NASTY) | st.text(st.characters(exclude_categories=()))).map("".join)
LIVE = re.compile(r"<|>|&(?!(?:amp|lt|gt);)|[*`~\n\u2028\u2029\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f]")


def _sendable(payload: Any) -> None:
    json.dumps(payload, ensure_ascii=False).encode()


@given(VALUES)
def test_a_value_in_mrkdwn_is_only_text(value: str) -> None:
    text = as_mrkdwn(escaped(value))
    assert not LIVE.search(text)
    assert not re.search(r"(?<![^\W_])_|_(?![^\W_])", text)
    _sendable(text)


@given(VALUES)
def test_a_value_in_plain_text_is_what_it_was(value: str) -> None:
    text = as_plain(value)
    kept = [c for c in value if c.isprintable() and c not in "\u2028\u2029"]
    assert [c for c in text if c.isprintable() and c != "\ufffd"] == [c for c in kept if c != "\ufffd"]
    _sendable(text)


@given(VALUES)
def test_a_detour_through_a_sentence_changes_no_plain_text(value: str) -> None:
    value = value[:VALUE_MAX]
    assert as_plain(Markup("“") + escaped(value) + Markup("”")) == f"“{as_plain(value)}”"


@given(VALUES)
def test_any_text_is_a_json_string_on_one_line(value: str) -> None:
    line = quoted(as_plain(value))
    assert len(line.splitlines()) == 1
    assert json.loads(line) == as_plain(value)


@settings(max_examples=30)
@given(VALUES.filter(lambda value: bool(as_plain(value).strip())))
def test_a_list_stays_whole_whatever_the_feed_calls_a_category(value: str) -> None:
    oic = person("842", value[:40], "constable")
    line = replace(LINE, category_name=value, markers=(value,), oic=oic)
    listing = replace(LISTING, unit_name=value[:60] + "x", lines=(line, line))
    line_two = replace(line, key=replace(LINE.key, number="124"))
    payload = WORDS.message("listings/live", "en", at=AT, listing=replace(listing, lines=(line, line_two)))
    assert [b["type"] for b in payload["blocks"]] == [
        "header",
        *["section", "actions"] * 2,
        "actions",
        "context",
    ]
    assert not any(re.search(r"<[^>]|&(?!(?:amp|lt|gt);)", t) for t in texts(payload["blocks"][1]))
    _sendable(payload)


@given(VALUES.filter(lambda value: bool(as_plain(value).strip())))
def test_a_refusal_repeats_what_was_typed_without_obeying_it(value: str) -> None:
    line = WORDS.line("refusals/not_a_reference", "en", at=AT, typed=value[:40])
    payload = WORDS.message("answers/refused", "cy", at=AT, words=line)
    assert "<" not in payload["text"]
    assert payload["blocks"][0]["text"]["type"] == "plain_text"
    _sendable(payload)


@given(VALUES, st.integers(min_value=1, max_value=50))
def test_cutting_comes_before_escaping(value: str, most: int) -> None:
    text = as_mrkdwn(escaped(cut(value, most)))
    assert not re.search(r"&(?!(?:amp|lt|gt);)", text)
    assert len(cut(value, most)) <= most


@pytest.mark.parametrize("lang", WORDS.languages)
def test_very_long_values_are_cut_and_their_messages_still_go_out(lang: str) -> None:
    line = replace(LINE, category_name="&" * 5000, markers=("<" * 5000,) * 50)
    card = Card(line, INCIDENT, "Powys", (replace(OFFENCE, offence_class="&" * 5000),))
    alert = Alert("alert:bcu-powys:5f1c", (AlertItem(line, 1, "urgent", ("U0REES",)),) * 3, AT)
    WORDS.message("incidents/card", lang, **PRESENT, card=card)
    WORDS.message("alerts/alert", lang, at=AT, alert=alert, rest=())
    WORDS.modal("allocations/form", lang, at=AT, line=line)
    assert "&amp;…" in WORDS.blocks("listings/_line", lang, at=AT, line=line)[0]["text"]["text"]


@pytest.mark.parametrize("value", [None, AT, 1.5, True, LINE, LINE.key])
def test_what_has_no_reading_of_its_own_is_refused(value: object) -> None:
    with pytest.raises(Unfit):
        escaped(value)


def test_what_is_put_together_cannot_be_cut_any_more() -> None:
    with pytest.raises(Unfit):
        cut(Markup("&amp;"), 3)
