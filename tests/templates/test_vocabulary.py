"""Whatever the code may say has words: the templates it names, the refusals it raises, its codes."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.domain.clock import Stage
from bot.domain.comparing import COMPARED
from bot.domain.facts import Happened
from bot.domain.incident import TimeReading
from bot.domain.ladder import PassedOver, Reason
from bot.domain.offence import Decision, State
from bot.domain.people import RANKS
from bot.domain.rights import Action
from bot.domain.rungs import RUNGS
from bot.services.crimes.cancellations import UNFOUNDED
from bot.services.refusals import TOLD
from bot.slack.render import Renderer
from bot.sources import reasons
from bot.sources.health import Alarm
from handlers import STORIES
from handlers.negate import VICTIM_TOLD
from jobs import TIMETABLE
from templates import FOLDER
from tests import house
from tests.templates.history_cases import KINDS, WHY
from tests.templates.look_cases import WHAT_IT_DOES
from tests.templates.things import PRESENT

LANGUAGES = ("en", "cy")
CANCELLED_THERE = ("nobody", "unknown", "oic", "decider", "not_permitted", "ruled", "reopened")
SHOWN_WHY = (*CANCELLED_THERE, *UNFOUNDED)
WAITING_WHY = ("none_open", "several", "other_kind", "elsewhere", "before", "cancelled")
CODES: list[tuple[str, str]] = [
    *(("state", code.value) for code in State),
    *(("stage", code.code) for code in Stage),
    *(("stage", rung) for rung in RUNGS),
    *(("post", post) for post in ("oic", *RANKS[1:])),
    *(("passed_over", code.value) for code in PassedOver),
    *(("step_end", code.value) for code in Reason),
    ("step_end", "waiting"),
    *(("decision", code.value) for code in Decision),
    *(("action", code.value) for code in Action),
    *(("verb", name) for story in STORIES for name in story.verbs),
    *(("alarm", code.value) for code in Alarm),
    *(("reason", code) for code in sorted(reasons.ROW | reasons.FILE | reasons.FEED)),
    *(("field", code) for code in COMPARED),
    *(("shown_why", code) for code in sorted(SHOWN_WHY)),
    *(("waiting_why", code) for code in sorted(WAITING_WHY)),
    *(("victim_told", code) for code in VICTIM_TOLD),
    *(("command", name) for name in WHAT_IT_DOES),
    *(("loop", job.__name__) for job, _ in TIMETABLE),
    *(("loop", name) for name in ("dispatcher", "sockets", "http", "keep_up", "lead", "watch")),
]


def _named(pattern: str) -> Iterator[str]:
    for path in house.under("bot", "handlers", "jobs"):
        if "class Refused" not in (text := path.read_text(encoding="utf-8")):
            yield from re.findall(pattern, text)


def test_every_refusal_that_is_raised_has_words(words: Renderer) -> None:
    raised = {f"refusals/{name}" for name in _named(r'Refused\(\s*"(\w+)"')}
    assert len(raised) > 30
    assert raised <= set(words.names)


def test_every_refusal_with_words_is_raised_by_something(words: Renderer) -> None:
    known = {name for name in words.names if name.startswith("refusals/")}
    said = {f"refusals/{name}" for name in _named(r'Refused\(\s*"(\w+)"')} | set(_named(r'"(refusals/\w+)"'))
    assert known <= said


def test_every_template_that_the_code_names_exists(words: Renderer) -> None:
    folders = {name.partition("/")[0] for name in words.names}
    named = set(_named(rf'"((?:{"|".join(sorted(folders))})/[a-z_]+)"'))
    assert len(named) > 30
    parts = {name for name in named if (FOLDER / f"{name}.j2").exists() and "/_" in name}
    assert named - parts <= set(words.names)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("kind", "code"), CODES, ids=lambda part: str(part))
def test_every_code_has_words_in_both_languages(say: Any, lang: str, kind: str, code: str) -> None:
    said = say(f"x|{kind}", lang, x=code)
    assert said
    assert "_" not in said


def test_words_for_a_code_are_not_the_same_in_both_languages(say: Any) -> None:
    same = {code for kind, code in CODES if say(f"x|{kind}", "en", x=code) == say(f"x|{kind}", "cy", x=code)}
    assert same == set()


def test_every_kind_of_fact_has_its_line() -> None:
    assert {entry.kind for entry in KINDS.values()} == set(Happened)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", KINDS)
def test_a_line_of_the_history_says_more_than_the_time(words: Renderer, lang: str, name: str) -> None:
    line = words.line("history/line", lang, **PRESENT, entry=KINDS[name], why=WHY)
    assert re.fullmatch(r"(\w+ )?\d\d:\d\d \S.*[.)]", line), line
    assert "  " not in line


def test_a_time_that_was_not_plain_in_the_feed_is_explained(say: Any) -> None:
    plain = {reading.value for reading in TimeReading if not say("x|feed_time", x=reading.value)}
    assert plain == {"exact", "local"}


def test_each_rule_whose_refusal_is_kept_is_told_apart_in_the_history(words: Renderer) -> None:
    refused = [e for e in KINDS.values() if e.kind == Happened.REQUEST_REFUSED]
    assert {e.values["rule"] for e in refused} == TOLD
    said = {words.line("history/line", "en", **PRESENT, entry=e, why=WHY).partition("(")[2] for e in refused}
    assert len(said) == len(TOLD)
