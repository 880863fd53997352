"""A question without a name and a word in confidence: of who sent them nothing is kept anywhere."""

import logging
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.domain.unnamed import Limits
from bot.store import questions, trail
from bot.store.work import Work
from tests.flows.dial_in_rig import form_of, later, registrar, sent
from tests.flows.rig import Place, say

LIBRARIES = ("slack_sdk", "slack_bolt", "sqlalchemy", "aiohttp", "alembic", "apscheduler")  # as bot/logs.py
WORDS = "My sergeant told me to leave the shed burglary until Monday."
QUESTION = "May a negation rest on one call back?"
MIDNIGHT = datetime(2026, 11, 20, tzinfo=UTC)
Rows = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def listening(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everything that the bot logs, at DEBUG, with the libraries kept as quiet as they always are."""
    caplog.set_level(logging.DEBUG)
    for name in LIBRARIES:
        caplog.set_level(logging.WARNING, logger=name)
    return caplog


def added(before: Rows, after: Rows) -> list[tuple[str, tuple[Any, ...]]]:
    """Every row that was not there before."""
    return [(name, row) for name, rows in after.items() for row in rows if row not in before[name]]


def traces(rows: list[tuple[str, tuple[Any, ...]]], *words: str) -> list[str]:
    """What in some rows names the officer who sent it, or says when more exactly than the day."""
    said = [f"{name}: {value!r}" for name, row in rows for value in row]
    stamps = [s for name, row in rows for s in row if isinstance(s, datetime) and s != MIDNIGHT]
    return [each for each in said if names(each, *words)] + [str(s) for s in stamps]


def names(text: str, *words: str) -> bool:
    """Whether a text names the officer who sent it; three digits inside of a digest are nobody's number."""
    return bool(re.search(r"\b842\b", text)) or any(
        word in text for word in ("U0REES", "Rees", "rees", *words)
    )


async def test_a_question_leaves_no_trace_of_who_asked_it(
    place: Place, listening: pytest.LogCaptureFixture
) -> None:
    before = place.rows()
    form = await form_of(place.officer, "/dial-in ask")
    await place.workspace.faults({"method": "view_submission", "kind": "duplicate"})
    assert "without your name" in await sent(form, Your_question=QUESTION)
    await place.settle()
    rows = added(before, place.rows())
    assert sorted(name for name, _ in rows) == ["inbox", "questions"]
    assert traces(rows) == []
    assert not names(listening.text, QUESTION)
    assert len(await place.app.kit.store.read(questions.waiting, place.at, "force")) == 1


async def test_a_word_in_confidence_reaches_the_registrar_alone_and_is_gone(
    place: Place, listening: pytest.LogCaptureFixture
) -> None:
    before = place.rows()
    form = await form_of(place.officer, "/speak-up")
    assert "Probert alone" in form.text
    await place.workspace.faults({"method": "view_submission", "kind": "duplicate"})
    assert "Passed on to 9001 Probert alone" in await sent(form, What_you_want_to_say=WORDS)
    await registrar(place).expect_message("dm", WORDS)
    await place.settle()
    rows = added(before, place.rows())
    assert sorted(name for name, _ in rows) == ["confidence_days", "inbox"]
    assert traces(rows, WORDS, "shed") == []
    assert not names(listening.text, "shed")
    posted = [c["args"] for c in await place.workspace.calls("chat.postMessage") if WORDS in str(c["args"])]
    assert len(posted) == 1
    assert "REES" not in str(posted).upper()


async def test_words_typed_behind_the_command_stand_in_the_form_and_are_kept_nowhere(place: Place) -> None:
    before = place.rows()
    form = await form_of(place.officer, f"/speak-up {WORDS}")
    assert place.rows() == before
    assert "Passed on to" in await sent(form)
    await registrar(place).expect_message("dm", WORDS)
    told = await say(place.officer, "/speak-up " + "long " * 301)
    assert "this has 1504" in told
    assert "belongs on the log" in await say(place.officer, "/speak-up ring her on 07700 900123")


async def test_the_trail_counts_words_in_confidence_by_the_day(place: Place) -> None:
    for _ in range(2):
        form = await form_of(place.officer, "/speak-up")
        await sent(form, What_you_want_to_say=WORDS)
    await later(place, hours=1)
    assert facts(place) == []
    await later(place, hours=1)  # past midnight
    assert [(f["by"], f["at"], f["values"]) for f in facts(place)] == [
        ("", "2026-11-20T00:00:00Z", {"count": 2})
    ]
    await later(place, minutes=1)
    assert len(facts(place)) == 1


def facts(place: Place) -> list[dict[str, Any]]:
    """What the trail says of words in confidence on that day."""

    def read(work: Work) -> list[dict[str, Any]]:
        return [dict(row.body) for row in trail.rows(work.conn, "speak_up:2026-11-20")]

    return place.app.kit.store.read_now(read, place.at)


async def test_personal_data_is_refused_under_its_input_and_kept_nowhere(place: Place) -> None:
    before = place.rows()
    form = await form_of(place.officer, "/speak-up")
    await form.fill({"What you want to say": "Ring her on 07700 900123."})
    errors = (await form.submit()).errors
    assert list(errors) == ["What you want to say"]
    assert "belongs on the log" in str(errors)
    form = await form_of(place.officer, "/dial-in ask")
    await form.fill({"Your question": "Was the victim Gwen Jones right?"})
    assert list((await form.submit()).errors) == ["Your question"]
    assert place.rows() == before


async def test_a_flood_of_words_in_confidence_is_refused_and_kept_nowhere(
    place: Place,
) -> None:
    await sent(await form_of(place.officer, "/speak-up"), What_you_want_to_say=WORDS)
    form = await form_of(place.officer, "/speak-up")
    await place.settle()
    place.app.kit.force, before = replace(place.app.kit.force, unnamed=Limits(1, 1)), place.rows()
    await form.fill({"What you want to say": "And another."})
    errors = (await form.submit()).errors
    assert "speak to the Registrar or the deputy directly" in errors["What you want to say"]
    assert "Send it tomorrow" in (await say(place.officer, "/speak-up")).text
    assert place.rows() == before
    await sent(await form_of(place.sergeant, "/speak-up"), What_you_want_to_say=WORDS)
    await later(place, days=1)
    await sent(await form_of(place.officer, "/speak-up"), What_you_want_to_say=WORDS)


async def test_a_second_question_of_a_day_is_refused_where_one_may_be_asked(place: Place) -> None:
    place.app.kit.force = replace(place.app.kit.force, unnamed=Limits(confidences=1, questions=1))
    await sent(await form_of(place.officer, "/dial-in ask"), Your_question="May N100 wait?")
    before = place.rows()
    assert "ask it at the dial-in" in (await say(place.officer, "/dial-in ask")).text
    assert place.rows() == before
