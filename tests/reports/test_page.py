"""The page of a replay: what it says, that its sums hold, and that it is sound HTML in both languages."""

from collections import Counter
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from bot.domain.figures import UNJUDGED, Counts, Outcome
from bot.domain.incident import TimeReading
from bot.domain.second_look import OF_LOGS
from bot.replay.findings import Axis, Findings, Traffic
from bot.reports.assumed import Assumed, Assumption, Meaning
from bot.reports.page import page
from bot.reports.words import environment
from bot.sources.fetched import BadRow
from tests.builders import FORCE, ROSTER
from tests.reports import things
from tests.reports.reading import Read

LANGUAGES = ("en", "cy")


def read(findings: Findings, lang: str = "en", assumptions: tuple[Assumed, ...] = ()) -> Read:
    """The page of some findings, taken apart."""
    return Read(page(findings, FORCE, lang, ROSTER, assumptions, things.MADE))


def number(cell: str) -> int:
    """A cell that is a whole number."""
    return int(cell.replace(",", ""))


@cache
def ready(name: str, lang: str = "en") -> Read:
    """The page of invented findings, made once."""
    return read(things.EVERY[name](), lang)


@pytest.fixture(scope="module")
def month() -> Findings:
    """A month of a force of this size."""
    return things.month()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", things.EVERY)
def test_every_page_is_balanced_and_names_nothing_twice(name: str, lang: str) -> None:
    made = ready(name, lang)
    assert made.faults == []
    assert [attributes["lang"] for tag, attributes in made.tags if tag == "html"] == [lang]
    assert [tag for tag, _ in made.tags].count("h1") == 1
    assert "script" not in {tag for tag, _ in made.tags}


@pytest.mark.parametrize("name", things.EVERY)
def test_every_link_leads_somewhere_on_the_page(name: str) -> None:
    made = ready(name)
    ids = {f"#{attributes['id']}" for _, attributes in made.tags if "id" in attributes}
    links = [attributes["href"] for tag, attributes in made.tags if tag == "a"]
    assert links
    assert set(links) <= ids


def test_every_table_has_a_caption_and_heads_with_their_scope() -> None:
    made = ready("month")
    assert all(each.caption for each in made.tables)
    assert all("scope" in attributes for tag, attributes in made.tags if tag == "th")


def test_the_answer_is_the_share_of_those_that_can_be_judged(month: Findings) -> None:
    met, late, overdue = (month.outcomes[o] for o in (Outcome.MET, Outcome.LATE, Outcome.OVERDUE))
    said = ready("month").words
    assert f"{met:,} of {met + late + overdue:,} reports that start a clock were recorded" in said
    assert f"{late + overdue} were recorded late, or not at all." in said
    assert f"put {month.caught.alerted} of them before somebody" in said


def test_all_that_became_of_offences_adds_up_to_the_clock(month: Findings) -> None:
    rows = ready("month").table("Every offence on the clock").rows
    judged, unjudged = [number(row[1]) for row in rows[1:4]], [number(row[1]) for row in rows[5:-1]]
    assert number(rows[4][1]) == sum(judged)
    assert sum(judged) + sum(unjudged) == number(rows[-1][1]) == month.outcomes.total()
    assert len(unjudged) == len(UNJUDGED)


@pytest.mark.parametrize("caption", ["By unit", "By category", "By hour", "By day", "By how"])
def test_every_table_of_figures_adds_up_to_all(month: Findings, caption: str) -> None:
    made = ready("month")
    counts = [[number(n) for n in cell.split(" of ")] for cell in made.column(caption, 1)]
    late, left = ([number(each) for each in made.column(caption, place)] for place in (3, 4))
    assert [sum(part) for part in zip(*counts[:-1], strict=True)] == counts[-1]
    assert (sum(late[:-1]), sum(left[:-1])) == (late[-1], left[-1])
    assert counts[-1][1] + left[-1] == month.outcomes.total()


def test_more_categories_than_a_page_holds_still_add_up() -> None:
    found = things.month(3, 50)
    found.by[Axis.CATEGORY] = {f"c{n}": Counts({Outcome.MET: 4, Outcome.LATE: 4}) for n in range(70)}
    rows = read(found).table("By category").rows
    assert (rows[-2][0].strip(), rows[-2][1]) == ("40 others", "160 of 320")
    assert len(rows) == 1 + 30 + 1 + 1


def test_values_that_few_incidents_have_are_counted_and_not_shown() -> None:
    found = things.month(3, 50)
    found.categories["9 Oak Close"] = found.units["Mrs Made-Up"] = 4
    found.by[Axis.UNIT] = {"Mrs Made-Up": Counts({Outcome.LATE: 4}), "powys": Counts({Outcome.MET: 1})}
    made = read(found)
    assert "Oak" not in made.words
    assert "Made-Up" not in made.words
    assert "2 values more are not shown, because fewer than five incidents have each" in made.words
    assert made.column("By unit", 0)[1].strip() == "1 rare value"


def test_rows_of_which_a_value_was_withheld_are_counted_with_their_lines() -> None:
    found = things.one_row()
    found.log.tally.withheld, found.log.tally.withheld_at = 1, [("one.csv", 7)]
    said = read(found).words
    assert "In 1 row of one.csv a value was withheld: it looked like personal data. First lines: 7." in said


def test_a_percentage_stands_only_where_there_are_twenty() -> None:
    found = things.one_row()
    units = {"powys": Counts({Outcome.MET: 19}), "ceredigion": Counts({Outcome.MET: 58, Outcome.LATE: 9})}
    found.by[Axis.UNIT] = units
    found.outcomes = Counts({Outcome.MET: 77, Outcome.LATE: 9})
    shown = {row[0].strip(): (row[1], row[2].strip()) for row in read(found).table("By unit").rows}
    assert shown["Powys"] == ("19 of 19", "–")
    assert shown["Ceredigion"] == ("58 of 67", "86.6% (76.4–92.8)")


KEYS = (
    "", "format.encoding", "reference.column", "reference.pattern", "reference.strip_zeros", "time_zone",
    "filters", "fields.markers", "crime.ref", "crime.created_at", "crime.cancelled_at",
    "crime.classification", "crime.offence_class", "crime.decision_maker", "crime.cancel_code",
    "fields.unit", "fields.closed_at",
)  # fmt: skip
CODES = [
    *(("_assumed", "key", code) for code in KEYS),
    *(("_codes", "outcome", code) for code in Outcome),
    *(("_codes", "axis", code) for code in Axis),
    *(("_codes", "axis_head", code) for code in Axis),
    *(("_codes", "reading", code) for code in TimeReading),
    *(("_signals", "signal", code) for code in OF_LOGS),
    *(("_signals", "signal_means", code) for code in OF_LOGS),
]


@pytest.mark.parametrize(("file", "macro", "code"), CODES, ids=str)
def test_every_code_has_words_in_both_languages(file: str, macro: str, code: str) -> None:
    said = set()
    for lang in LANGUAGES:
        words: Any = environment(FORCE, lang).get_template(f"replay/{file}.html").module
        said.add(getattr(words, macro)(code).strip())
    assert len(said) == 2
    assert not said & {"", code}


def test_every_outcome_has_a_row_of_its_own() -> None:
    assert len(ready("month").table("Every offence on the clock").rows) == len(Outcome) + 3


def test_no_restricted_category_is_named_in_any_language() -> None:
    hidden = [c for c in FORCE.categories.values() if c.restricted]
    for lang in LANGUAGES:
        cells = {row_cell.strip() for t in ready("month", lang).tables for row in t.rows for row_cell in row}
        assert not {name for c in hidden for name in c.names.values()} & cells
        assert {c.code for c in hidden} <= cells


def test_a_table_of_hours_has_no_rows_of_which_nothing_is_known() -> None:
    made = ready("one")
    assert [cell.replace("\u2060", "") for cell in made.column("By hour", 0)] == ["01–02", "All together"]
    assert "svg" not in {tag for tag, _ in made.tags}


def test_nobody_is_named_who_would_have_been_told(month: Findings) -> None:
    said = ready("month").words
    told = [ROSTER.by_collar(collar) for collar in month.people]
    assert not [p.surname for p in told if p and f" {p.surname} " in said]
    groups = ready("month").column("Mentions a day", 2)
    assert sum(map(number, groups)) == sum(days.total() for days in month.people.values())


def test_every_row_of_the_files_is_accounted_for() -> None:
    for row in ready("month").table("Every row").rows[1:]:
        seen, *parts = map(number, row[1:])
        assert seen == sum(parts)


def test_a_log_without_clocks_says_what_to_do() -> None:
    said = read(things.no_clock()).words
    assert "none of them starts a clock" in said
    assert "map those that are crimes" in said
    assert "<b>THEFT</b>" in said


def test_without_crime_records_there_is_no_figure_of_timeliness() -> None:
    made = read(things.no_crimes())
    assert "Replay again with --crimes" in made.words
    assert "%" not in made.words
    assert number(made.column("Every offence", 1)[-1]) == 400


def test_a_file_of_which_nothing_could_be_read_says_why() -> None:
    made = read(things.all_unread())
    assert "No row of broken.csv could be read as an incident" in made.words
    assert made.column("Why rows of broken.csv", 1) == ["150", "150"]
    assert made.column("Why rows of broken.csv", 2)[0].startswith("7, 33, 59, ")


def test_a_line_is_numbered_as_an_editor_numbers_it() -> None:
    found = things.all_unread()
    found.log.unread[0] = BadRow("broken.csv", 12_345, "Reported", "time_unreadable")
    assert read(found).column("Why rows of broken.csv", 2)[0].startswith("12345, 33, 59, ")


def test_what_a_guessed_mapping_assumed_stands_on_the_page(month: Findings) -> None:
    report = Assumption("fields.reported_at", "Opened <at>", ("The header says so.", "Values: 9 of 9."))
    words = (Meaning("fields.category", "THEFT & CO", "theft", 40), Meaning("fields.category", "PETS", "", 2))
    assumed = Assumed("october.csv", 500, (report,), words, 3, ("Caller", "Dog"))
    made = read(month, assumptions=(assumed,))
    row = ["time of the report", "Opened <at>", "The header says so. Values: 9 of 9."]
    assert [cell.strip() for cell in made.table("Which column of october.csv").rows[1]] == row
    assert made.column("Which words of october.csv", 1) == ["theft", "not known: kept as it is"]
    assert "3 words more are not listed here. These columns were not read: Caller, Dog." in made.words
    assert "guessed" not in ready("month").words


def test_the_same_findings_make_the_same_page(month: Findings) -> None:
    first, second = (page(month, FORCE, "cy", ROSTER, (), things.MADE) for _ in range(2))
    assert first == second
    assert len(first.encode()) < 2_000_000


def test_a_unit_that_was_told_nothing_is_on_the_page_as_quiet() -> None:
    made = ready("month")
    assert "#bcu-powys" in made.column("Messages a day", 0)
    assert "not one message: #bcu-powys" in made.words


def test_the_answer_says_what_it_would_have_cost_whom_it_costs_most() -> None:
    found = things.one_row()
    found.days = 3
    days = ["2026-10-01", "2026-10-02", "2026-10-03"]
    found.channels = {
        "bcu-powys": Traffic(Counter(dict(zip(days, (4, 6, 30), strict=True)))),
        "bcu-ceredigion": Traffic(Counter({days[0]: 90})),
    }
    found.people = {"842": Counter({days[0]: 50}), "2301": Counter(dict.fromkeys(days, 7))}
    said = read(found).words
    assert "#bcu-powys, the busiest channel, would have got 6 new messages on a median day and 30" in said
    assert "most (Force Incident Manager) would have been mentioned 7 times on a median day and 7" in said
    assert "a single message" in ready("one").words


def test_a_stage_that_makes_no_message_says_so() -> None:
    names = ready("month").column("How often each stage", 0)
    assert [name for name in names if "on the list only" in name] == names[:1]


def test_without_a_roster_only_ranks_and_roles_are_shown() -> None:
    found = things.one_row()
    found.people = {"inspector:powys": Counter({"2026-10-01": 3}), "8421": Counter({"2026-10-01": 2})}
    made = Read(page(found, FORCE, "en", None, (), things.MADE))
    assert made.table("Mentions a day").rows[1] == ["Inspectors", "1", "3", "3", "3"]
    assert made.table("Mentions a day").rows[2] == ["Others", "1", "2", "2", "2"]
    assert "8421" not in made.words
    assert "No roster was given" in made.words
    assert "No roster was given" not in ready("month").words


def test_the_period_is_that_of_the_reports_and_the_end_of_the_log_stands_apart() -> None:
    found = things.month(3, 50)
    found.until = things.ENDED + timedelta(days=4)
    said = read(found).words
    assert "Reports from Thu 1 Oct 2026 to Sat 31 Oct 2026, replayed" in said
    assert "What became of them is known until Wed 4 Nov 2026." in said
    assert "is known until" not in ready("month").words


def test_nothing_for_whoever_maintains_it_stands_among_the_figures(month: Findings) -> None:
    for name in things.EVERY:
        figures = ready(name).words.split("What could not be read")[0].split("For whoever")[0]
        assert not [word for word in ("force.toml", "mapping", "[fields]") if word in figures]


def test_a_table_with_restricted_categories_says_that_they_stand_by_their_code() -> None:
    words = ready("month").words
    assert words.count("A restricted category stands by its code.") == 5
    assert "A restricted category" not in ready("one").words
