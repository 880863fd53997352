"""Nothing from the log can do anything on the page: it is shown as it was written, or not at all."""

import re
from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.figures import Counts, Outcome
from bot.domain.incident import IncidentKey
from bot.domain.second_look import Signal
from bot.replay.findings import Axis, Findings
from bot.reports.assumed import Assumed, Assumption, Meaning
from bot.reports.page import page
from bot.sources.fetched import BadRow
from tests.builders import FORCE
from tests.reports import things
from tests.reports.reading import Read

NASTY = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onload='x",
    "&lt;b&gt;",
    "{{ 7*7 }}",
    "$x_1$",
    "%(x)s",
    "\u202e",
)
TEXT = st.one_of(st.sampled_from(NASTY), st.text(max_size=30))
TAGS = {
    "span",
    *(tag for tag, _ in Read(page(things.month(1, 300), FORCE, "en", None, (), things.MADE)).tags),
}


def planted(text: str) -> Findings:
    """Findings in which everything that a log can say is this text."""
    found = things.one_row()
    found.log.file = found.log.source = text
    found.log.reasons, found.log.unread = Counter({text: 1}), [BadRow(text, 1, text, text, text)]
    found.by = {axis: {text: Counts({Outcome.MET: 30})} for axis in (Axis.UNIT, Axis.CATEGORY, Axis.ROUTE)}
    found.outcomes = Counts({Outcome.MET: 30})
    found.units, found.categories = Counter({text: 5}), Counter({text: 5})
    some = replace(
        things.listed(1, things.random.Random(1)), unit=text, category=text, opening_category="x" + text
    )
    found.late = [replace(some, key=IncidentKey(FORCE.id, some.key.day, text))]
    found.looks, found.look_counts = dict.fromkeys(Signal, found.late), Counter(dict.fromkeys(Signal, 1))
    found.people = {text: Counter({"2026-10-01": 1})}
    return found


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXT)
def test_whatever_a_log_says_makes_no_element_and_no_attribute(text: str) -> None:
    told, word = Assumption(text, text, (text,)), Meaning(text, text, text, 1)
    assumed = Assumed(text, 9, (told,), (word,), 0, (text,))
    made = Read(page(planted(text), FORCE, "cy", None, (assumed,), things.MADE))
    assert made.faults == []
    assert {tag for tag, _ in made.tags} <= TAGS
    for _, attributes in made.tags:
        assert not [name for name in attributes if name.startswith("on") or name == "src"]


def test_a_category_is_shown_as_the_log_writes_it() -> None:
    for text in NASTY[:6]:
        made = Read(page(planted(text), FORCE, "en", None, (), things.MADE))
        assert text in made.column("By category", 0)[0]
        assert text in made.words


def test_the_policy_forbids_everything_but_the_pages_own_style() -> None:
    made = page(things.one_row(), FORCE, "en", None, (), things.MADE)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', made)
    assert policy
    assert policy[1].startswith("default-src 'none'; style-src 'unsafe-inline';")
    assert "url(" not in re.sub(r"url\(#[\w-]+\)", "", made)
    assert not re.findall(r"(?:src|href)=\"(?!#)", made)
