"""Which column is which, where headers and values say different things."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.sources.guessing import Guess
from bot.sources.guessing.columns import Column
from bot.sources.guessing.details import category_reader, unit_reader
from bot.sources.guessing.meanings import share
from bot.sources.guessing.phrases import lexicon
from tests.sources.guessing.exports import CATEGORIES, FORCE, UNITS, guessed, moments, table, tried, written

HEAD = ("Log No", "Received", "Category", "BCU")


def export(folder: Path, **more: list[str]) -> Guess:
    """The guess of a plain export with more columns, or others in place of its own; _ is a space."""
    columns = {
        "Log No": [str(n) for n in range(1, 61)],
        "Received": [f"{at:%d/%m/%Y %H:%M}" for at in moments(60)],
        "Category": [CATEGORIES[n % 6] for n in range(60)],
        "BCU": [UNITS[n % 4] for n in range(60)],
    } | {name.replace("_", " "): values for name, values in more.items()}
    kept = {name: values for name, values in columns.items() if values}
    path = written(folder, "log.csv", table(tuple(kept), list(zip(*kept.values(), strict=True))))
    made = guessed(path)
    assert made.missing or tried(path, made).tally.bad == 0
    return made


def codes(made: Guess, key: str) -> list[str]:
    """The reasons of a key."""
    return [note.code for note in made.about(key)]


def test_a_handful_of_rows_of_other_words_keep_their_header(tmp_path: Path) -> None:
    rows = [
        (str(n), f"{at:%d/%m/%Y %H:%M}", f"{'ABCDEFGHIJKLM'[n]}Z PATROL", "Powys")
        for n, at in enumerate(moments(7))
    ]
    made = guessed(written(tmp_path, "log.csv", table(HEAD, rows)))
    assert made.tables["fields"]["category"] == "Category"


def test_of_two_references_the_one_with_its_day_is_taken(tmp_path: Path) -> None:
    made = export(tmp_path, OEL_ref=[f"{n}/{at:%d%m%y}" for n, at in enumerate(moments(60), 1)])
    assert made.tables["reference"]["column"] == "OEL ref"
    assert "ref_others" in codes(made, "reference.column")


def test_a_reference_without_a_header_is_known_by_its_look(tmp_path: Path) -> None:
    made = export(tmp_path, Log_No=[], Key=[f"X{n:05}" for n in range(60)])
    assert made.tables["reference"] == {"column": "Key", "pattern": r"X(?P<number>\d+)", "strip_zeros": True}
    assert codes(made, "reference.column") == ["ref_content"]


def test_categories_and_units_without_a_header_are_known_by_their_words(tmp_path: Path) -> None:
    made = export(tmp_path, Category=[], BCU=[], Extra=list(CATEGORIES * 10), Whose=list(UNITS * 15))
    assert made.tables["fields"]["category"]["column"] == "Extra"
    assert made.tables["fields"]["unit"]["column"] == "Whose"
    assert codes(made, "fields.unit")[0] == "unit_content"


def test_an_export_without_units_goes_to_the_control_room(tmp_path: Path) -> None:
    made = export(tmp_path, BCU=[])
    assert made.tables["fields"]["unit"] == {"default": "fcc"}
    assert codes(made, "fields.unit") == ["unit_none"]


def test_rows_without_a_unit_go_to_the_control_room_and_are_counted(tmp_path: Path) -> None:
    made = export(tmp_path, BCU=["", *UNITS * 14, "", "", ""])
    note = next(note for note in made.about("fields.unit") if note.code == "unit_blank")
    assert (note.values["count"], note.check) == (4, True)


def test_a_text_of_a_category_is_taken_before_its_code(tmp_path: Path) -> None:
    made = export(
        tmp_path, Category=[], Type=[f"{21 + n % 6}A" for n in range(60)], TypeText=list(CATEGORIES * 10)
    )
    assert made.tables["fields"]["category"]["column"] == "TypeText"


def test_days_alone_give_way_to_a_time_of_day(tmp_path: Path) -> None:
    made = export(tmp_path, Reported=[f"{at:%d/%m/%Y}" for at in moments(60)])
    assert made.tables["fields"]["reported_at"]["column"] == "Received"
    alone = export(tmp_path, Received=[], Reported=[f"{at:%d/%m/%Y}" for at in moments(60)])
    assert "time_no_clock" in codes(alone, "fields.reported_at")


def test_empty_and_repeated_columns_are_said_so(tmp_path: Path) -> None:
    rows = [
        (str(n), f"{at:%d/%m/%Y %H:%M}", "THEFT", "Powys", "", "a", "b") for n, at in enumerate(moments(60))
    ]
    path = written(tmp_path, "log.csv", table((*HEAD, "Closed", "Beat", "Beat"), rows))
    told = {(note.code, note.values.get("column")) for note in guessed(path).about("")}
    assert {("empty", "Closed"), ("repeated", "Beat")} <= told


def test_closing_times_and_crime_references_are_found(tmp_path: Path) -> None:
    made = export(
        tmp_path,
        Closed=[f"{at + timedelta(hours=3):%d/%m/%Y %H:%M}" if at.day % 2 else "" for at in moments(60)],
        Niche_Refs=[f"NC/{n}/26; NC/{n + 1}/26" if n % 5 == 0 else "" for n in range(60)],
        Disposal=[f"D{n % 7}" for n in range(60)],
    )
    fields = made.tables["fields"]
    assert fields["closed_at"]["column"] == "Closed"
    assert fields["crime_refs"] == {"column": "Niche Refs", "separator": ";"}
    assert fields["closing_code"] == "Disposal"


MEANT = {
    "BURG - OCCUPIED RESD": "burglary_residential", "Burglary other than dwelling": "burglary_other",
    "DV - ASSAULT": "violence_da", "Theft from shop": "shoplifting", "THEFT FROM CAR": "vehicle_crime",
    "SEX OFFENCES (NON-RAPE)": "sexual_offence", "N100": "rape_unconfirmed", "RTC DAMAGE ONLY": "collision",
    "ASB - Personal": "asb_personal", "Concern for welfare": "welfare_check", "FIREWORKS": "bangs",
    "ROBBERY": "robbery", "DOMESTIC NO CRIME": "domestic", "Directed patrol": "",
}  # fmt: skip


@pytest.mark.parametrize("value", MEANT)
def test_words_of_control_rooms_mean_categories_of_the_force(value: str) -> None:
    assert category_reader(FORCE)(value)[0] == MEANT[value]


@pytest.mark.parametrize(
    ("value", "unit"), [("CARMS", "carmarthenshire"), ("Sir Benfro", "pembrokeshire"), ("C", "")]
)
def test_units_are_known_by_their_names_and_beginnings(value: str, unit: str) -> None:
    assert unit_reader(FORCE)(value)[0] == unit


def test_every_code_of_the_lexicon_is_one_of_the_force() -> None:
    assert {rule["code"] for rule in lexicon()["category"]} <= FORCE.categories.keys()
    assert {rule["code"] for rule in lexicon()["class"]} <= FORCE.classes.keys()
    assert lexicon()["cancels"].keys() <= FORCE.codes["cancel"].keys()
    assert lexicon()["markers"].keys() <= FORCE.markers.keys()
    assert lexicon()["qualifiers"].keys() <= FORCE.qualifiers.keys()


def test_a_share_counts_rows_and_not_values() -> None:
    assert share(Column("x", ("THEFT", "THEFT", "zzz", "")), category_reader(FORCE)) == 2 / 3
