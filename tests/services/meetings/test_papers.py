"""The record of a meeting as it goes on paper: what was done at it, and restricted incidents as a count."""

import csv
from dataclasses import replace
from io import StringIO

from bot.domain.meeting import How
from bot.services.case import Request
from bot.services.meetings import papers as meeting_papers
from bot.services.meetings import promises, rounds
from bot.slack import papers
from bot.slack.render import Renderer
from templates import FOLDER
from tests.builders import FORCE, INSPECTOR, OFFICER, ROSTER, SERGEANT, Station
from tests.meetings import CHAIR, MORNING, UNIT, at, hold, receive
from tests.reports.test_paper import read

WORDS = Renderer(FOLDER, FORCE.zone, ROSTER.by_collar)


def test_the_record_tells_what_was_done_with_each_and_names_nothing_restricted(empty: Station) -> None:
    hold(empty)
    found = at(empty, 40).see(meeting_papers.of, UNIT, MORNING)
    hows = {each.key.number: each.item.how for each in found.items}
    assert hows == {"201": How.REVIEWED, "202": How.DECIDED, "203": How.DECIDED, "204": How.READ_OUT}
    assert dict(found.restricted) == {"left": 1}
    assert [one.collar for one in found.chairs] == [CHAIR]
    assert [p.promise.collar for p in found.promises] == [OFFICER]
    assert [r.line for r in found.resources] == ["one response crew"]
    assert (found.meeting.why_not, found.meeting.why_line) == ("INF", "waiting for the hospital")
    assert len(found.mark) == 10


def test_a_meeting_has_no_record_before_it_ends_and_one_where_it_was_missed(empty: Station) -> None:
    receive(empty)
    at(empty, -20).do(rounds.keep)
    assert at(empty, 0).see(meeting_papers.of, UNIT, MORNING) is None
    at(empty, 120).do(rounds.keep)
    found = at(empty, 120).see(meeting_papers.of, UNIT, MORNING)
    assert {each.item.how for each in found.items} == {How.LEFT}
    assert "not held" in read(papers.of_record(WORDS, "en", FORCE, found)[0].content)[1]


def test_what_happens_after_its_end_does_not_change_a_single_byte(empty: Station) -> None:
    hold(empty)
    found = at(empty, 40).see(meeting_papers.of, UNIT, MORNING)
    before = papers.of_record(WORDS, "en", FORCE, found)
    at(empty, 60).do(promises.keep, Request("kept", OFFICER), found.promises[0].promise.id)
    at(empty, 61).about("204").record(SERGEANT, "48/1/26")
    after = papers.of_record(WORDS, "en", FORCE, at(empty, 2000).see(meeting_papers.of, UNIT, MORNING))
    assert [each.marked for each in before] == [each.marked for each in after]


def test_both_languages_say_everything_and_the_line_stands_as_it_was_typed(empty: Station) -> None:
    hold(empty)
    found = at(empty, 40).see(meeting_papers.of, UNIT, MORNING)
    en, cy = (read(papers.of_record(WORDS, lang, FORCE, found)[0].content)[1] for lang in ("en", "cy"))
    for words in (en, cy):
        assert "Ring the informant #before noon" in words
        assert "201/20-11" in words
        assert "205/20-11" not in words
    assert "Record of a Daily Management Meeting" in en
    assert "C/Insp 3101 Vaughan" in en
    assert "Cofnod Cyfarfod Rheoli Dyddiol" in cy
    assert "Sir Gaerfyrddin" in cy


def test_the_table_has_a_row_an_incident_and_a_restricted_one_is_a_number(empty: Station) -> None:
    hold(empty)
    found = at(empty, 40).see(meeting_papers.of, UNIT, MORNING)
    content = papers.of_record(WORDS, "en", FORCE, found)[1].content.decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(content)))
    shown = {row["incident"]: (row["incidents"], row["outcome"], row["decided_as"]) for row in rows}
    assert shown == {
        "201/20-11-2026": ("1", "reviewed", ""),
        "202/20-11-2026": ("1", "decided", "crime_recorded"),
        "203/20-11-2026": ("1", "decided", "incident_allocated"),
        "204/20-11-2026": ("1", "read_out", ""),
        "restricted": ("1", "left", ""),
    }


def test_whoever_ended_a_meeting_that_another_chaired_is_named_on_its_paper(empty: Station) -> None:
    hold(empty)
    found = at(empty, 40).see(meeting_papers.of, UNIT, MORNING)
    own, others = (
        read(papers.of_record(WORDS, "en", FORCE, replace(found, meeting=met))[0].content)[1]
        for met in (found.meeting, replace(found.meeting, ended_by=INSPECTOR))
    )
    assert "Ended by" not in own
    assert "Ended by" in others
