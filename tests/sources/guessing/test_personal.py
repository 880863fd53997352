"""What looks like personal data is never read, whatever its header says; everybody here is made up."""

from pathlib import Path

import pytest

from bot.sources.guessing import Guess
from bot.sources.guessing.columns import Column
from bot.sources.guessing.personal import is_yes_no, looks_like_people, says_personal
from bot.sources.guessing.roles import is_hidden
from bot.sources.guessing.written import toml
from tests.sources.guessing.exports import CATEGORIES, STORM_HEAD, guessed, storm, table, written

FIRST = ("Dilwyn", "Ffion", "Gwenllian", "Hywel", "Iestyn", "Lowri", "Meurig", "Nerys", "Osian", "Rhian")
LAST = ("Dychmyg", "Ffug", "Smalio", "Cogio", "Esgus", "Ffuglen")
NAMES = tuple(f"{first} {last}" for first in FIRST for last in LAST)
PHONES = tuple(f"07700 9{n:05}" for n in range(60))
PLACES = tuple(f"{n} Heol Ffug, Trefddychmygol SA{n % 9} {n % 9}ZZ" for n in range(60))
STORIES = tuple(
    f"Somebody of the made-up number {n} says that they heard a noise in the night" for n in range(60)
)
MAILS = tuple(f"nobody{n}@example.org" for n in range(60))


def shown(made: Guess) -> str:
    """Everything that a guess writes or could print."""
    return f"{toml(made)} {made.categories} {made.units} {made.notes}"


@pytest.mark.parametrize("values", [NAMES, PHONES, PLACES, STORIES, MAILS])
@pytest.mark.parametrize("place", [3, 5])
def test_people_under_a_header_of_codes_are_not_mapped(
    values: tuple[str, ...], place: int, tmp_path: Path
) -> None:
    rows = [[*row[:place], value, *row[place + 1 :]] for row, value in zip(storm(), values, strict=True)]
    made = guessed(written(tmp_path, "storm.csv", table(STORM_HEAD, rows)))
    hidden = [note.values["column"] for note in made.about("") if note.code == "personal"]
    assert STORM_HEAD[place] in hidden
    assert not any(value in shown(made) for value in values)


@pytest.mark.parametrize("count", [3, 8, 20, 39])
def test_a_few_names_under_a_header_of_codes_are_not_mapped(count: int, tmp_path: Path) -> None:
    rows = [[*row[:3], name, *row[4:]] for row, name in zip(storm(count), NAMES, strict=False)]
    made = guessed(written(tmp_path, "storm.csv", table(STORM_HEAD, rows)))
    assert not any(name in shown(made) for name in NAMES)


@pytest.mark.parametrize("values", [NAMES, PHONES, MAILS])
def test_people_under_an_unknown_header_are_said_to_look_so(values: tuple[str, ...], tmp_path: Path) -> None:
    rows = [[*row, value] for row, value in zip(storm(), values, strict=True)]
    made = guessed(written(tmp_path, "storm.csv", table([*STORM_HEAD, "Extra Info"], rows)))
    assert [note.code for note in made.about("") if note.values.get("column") == "Extra Info"] == ["personal"]


def test_one_telephone_number_among_categories_is_not_shown(tmp_path: Path) -> None:
    rows = [[*row[:3], "ring 07700 900123" if n == 7 else row[3], *row[4:]] for n, row in enumerate(storm())]
    made = guessed(written(tmp_path, "storm.csv", table(STORM_HEAD, rows)))
    assert made.tables["fields"]["opening_category"]["column"] == "Opening Code"
    assert "07700" not in shown(made)


def test_a_name_among_categories_and_a_rare_one_are_not_written_down(tmp_path: Path) -> None:
    odd = dict.fromkeys(range(6), "Mrs Dychmyg") | {20: "dragon sighted", 21: "dragon sighted"}
    rows = [[*row[:3], odd.get(n, row[3]), *row[4:]] for n, row in enumerate(storm())]
    text = toml(guessed(written(tmp_path, "storm.csv", table(STORM_HEAD, rows))))
    assert "Dychmyg" not in text
    assert "dragon" not in text
    assert "# rare values, not shown: 1, each in fewer than 5 rows and kept as it is" in text


@pytest.mark.parametrize(
    "header",
    ["Caller Name", "SURNAME", "victimAddress", "Home Phone", "E-Mail", "DOB", "Log Text", "Location", "name",
     "Incident Summary", "Lat", "OIC", "Post_Code", "Officer Name"],
)  # fmt: skip
def test_headers_of_people_places_and_stories_are_known(header: str) -> None:
    assert says_personal(header)


@pytest.mark.parametrize(
    "header", ["Unit Name", "Call Type", "Opening Code", "BCU", "Time Received", "Disposal"]
)
def test_headers_of_codes_are_not_personal(header: str) -> None:
    assert not says_personal(header)


def test_a_yes_no_column_about_a_victim_is_no_secret() -> None:
    column = Column("Repeat Victim", ("Y", "N", "") * 5)
    assert is_yes_no(column)
    assert not is_hidden(column)


def test_categories_again_and_again_are_not_people() -> None:
    assert not looks_like_people(Column("x", CATEGORIES * 5))
