"""Mappings: every mistake names its file, line, key and reason."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.sources.mapping import CrimeMapping
from bot.sources.mapping_file import MappingError, load_mapping, parse_mapping
from tests.sources.builders import EXAMPLES, plain, plain_text


def problems(text: str) -> list[tuple[int, str, str]]:
    """Line, key and code of everything wrong with a mapping."""
    with pytest.raises(MappingError) as caught:
        parse_mapping(text, "storm.toml")
    assert all(p.file == "storm.toml" for p in caught.value.problems)
    return [(p.line, p.key, p.code) for p in caught.value.problems]


def line_of(text: str, part: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), start=1) if part in line)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda p: p.name)
def test_each_example_is_a_good_mapping(path: Path) -> None:
    mapping = load_mapping(path)
    assert mapping.fingerprint == load_mapping(path).fingerprint


def test_the_force_lends_its_zone_to_a_mapping_that_names_none() -> None:
    assert parse_mapping(plain_text(), "a.toml", "America/New_York").time_zone == "America/New_York"
    named = 'time_zone = "Europe/London"\n' + plain_text()
    assert parse_mapping(named, "a.toml", "America/New_York").time_zone == "Europe/London"


MISTAKES = [
    ('column = "ref"', 'colum = "ref"', "[reference]", ("reference.column", "missing")),
    ('type = "csv"', 'type = "xls"', "type = ", ("format.type", "literal_error")),
    ("%H:%M:%S", "%I:%M:%S", "reported_at", ("fields.reported_at.formats", "half_day_unclear")),
    ("%d/%m/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "reported_at", ("fields.reported_at.formats", "formats_clash")),
    ('category = "what"', "", "[fields]", ("fields", "category_missing")),
    ('force = "dyfed-powys"', 'force = "Dyfed Powys"', "force", ("force", "string_pattern_mismatch")),
]


@pytest.mark.parametrize(("right", "wrong", "where", "told"), MISTAKES, ids=[m[3][1] for m in MISTAKES])
def test_a_mistake_is_told_with_its_line(right: str, wrong: str, where: str, told: tuple[str, str]) -> None:
    text = plain_text().replace(right, wrong)
    assert (line_of(text, where), *told) in problems(text)


def test_a_key_that_is_not_known_is_told_with_its_line() -> None:
    text = plain_text(more='narrative = "Text"')
    assert problems(text) == [(line_of(text, "narrative"), "fields.narrative", "extra_forbidden")]


@pytest.mark.parametrize(
    ("more", "key", "code"),
    [
        ("[[filters]]\ncolumn = 'x'", "filters.0", "keep_or_drop"),
        ("[alarms]\nlate_after = 'soon'", "alarms.late_after", "duration"),
        ("[folder]\npattern = '../*.csv'", "folder.pattern", "path_outside"),
        ("[http]\nurl = 'ftp://a/b'", "http", "url_unusable"),
        ("[http]\nurl = 'http://queue.example.org/'\ntoken_env = 'T'", "http", "token_in_clear"),
        (
            "[http]\nurl = 'https://a.example/'\n[http.paging]\nstyle = 'cursor'",
            "http.paging",
            "paging_field",
        ),
    ],
)
def test_a_mistake_further_down_is_told_by_its_table(more: str, key: str, code: str) -> None:
    text = plain_text(more=more)
    [(line, found, reason)] = problems(text)
    assert (found, reason) == (key, code)
    assert line >= line_of(text, "[[" if more.startswith("[[") else more.partition("\n")[0])


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        (r"(\d+)", "pattern_groups"),
        (r"(?P<number>\d+", "pattern_unusable"),
        (r"(?P<day>\d\d)(?P<number>\d+)", "pattern_groups"),
    ],
)
def test_a_reference_pattern_must_name_a_number(pattern: str, code: str) -> None:
    text = plain_text().replace('column = "ref"', f"column = 'ref'\npattern = '{pattern}'")
    assert problems(text) == [(line_of(text, "pattern"), "reference.pattern", code)]


@pytest.mark.parametrize(
    "pattern", ["https://storm/{key.force}", "https://storm/{number!r}", "javascript{", "{number}"]
)
def test_a_link_takes_nothing_but_number_day_and_reference(pattern: str) -> None:
    assert problems(f"source_url = '{pattern}'\n" + plain_text()) == [(1, "source_url", "link_pattern")]


def test_a_queue_must_say_where_it_is_and_answer_json() -> None:
    assert problems(plain_text(kind="http_queue"))[0][2] == "http_missing"
    text = plain_text(kind="http_queue", more="[http]\nurl = 'https://a.example/'")
    assert problems(text)[0][2] == "http_json_only"


def test_a_file_that_is_not_toml_is_told_with_its_line() -> None:
    assert problems('name = "a"\nforce = \n')[0] == (2, "", "toml_syntax")


def test_a_missing_file_is_told_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(MappingError, match=r"gone\.toml: it cannot be read as text"):
        load_mapping(tmp_path / "gone.toml")


def test_durations_are_written_as_people_write_them() -> None:
    spans = [
        plain(more=f"[alarms]\nlate_after = '{text}'").alarms.late_after
        for text in ("90s", "20m", "26h", "2d")
    ]
    assert spans == [timedelta(seconds=90), timedelta(minutes=20), timedelta(hours=26), timedelta(days=2)]


def test_another_place_or_alarm_does_not_make_another_reading() -> None:
    one, other = plain(), plain(more="[alarms]\nlate_after = '1m'")
    assert one.fingerprint == other.fingerprint
    assert one.fingerprint != plain(format='encoding = "cp1252"').fingerprint


CRIMES = """
name = "niche"
force = "dyfed-powys"
delivers = "crimes"
kind = "drop_folder"
format = { type = "csv" }
[crime]
ref = "no"
created_at = { column = "Recorded", formats = ["iso"] }
"""


def test_a_mapping_of_crimes_need_not_say_how_they_name_their_incident() -> None:
    mapping = parse_mapping(CRIMES, "niche.toml")
    assert isinstance(mapping, CrimeMapping)
    assert mapping.reference is None


def test_when_a_record_was_made_is_not_the_day_of_its_incident() -> None:
    day = 'incident_day = { column = " Recorded ", formats = ["iso"] }'
    text = f"{CRIMES}{day}\n[reference]\ncolumn = 'log'"
    assert problems(text) == [(line_of(text, "[crime]"), "crime", "incident_day_is_created")]


def said(text: str, file: str = "storm.toml") -> str:
    """What somebody reads who tries a mapping with a mistake in it."""
    with pytest.raises(MappingError) as caught:
        parse_mapping(text, file)
    return str(caught.value)


def test_a_key_that_is_nearly_known_is_asked_about() -> None:
    told = said("qqq = 1\n" + plain_text(more="categorie = 'x'"))
    assert "storm.toml, line 1: qqq is no key that a mapping knows." in told
    assert "fields.categorie is no key that a mapping knows; did you mean category?" in told


def test_a_year_alone_in_a_reference_is_explained() -> None:
    told = said(
        plain_text(format="[reference]\npattern = '(?P<number>\\d+)/(?P<year>\\d\\d)'\n# ").replace(
            "[reference]\ncolumn", "column"
        )
    )
    assert "it holds number, year. A year by itself names no day" in told


def test_an_export_that_is_given_as_a_mapping_is_recognised() -> None:
    told = said("Incident Ref,Time Received\n1,2\n", "storm.csv")
    assert told.startswith("storm.csv, line 1: this is no TOML: ")
    assert told.endswith("Is this the export? A mapping is asked for here.")
