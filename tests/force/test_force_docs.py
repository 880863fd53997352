"""docs/force.md names every key, column and matrix row that there is."""

import re

from bot.force_checks import ACTIONS, SPECIAL_ROWS
from bot.force_page import ROWS
from bot.roster import COLUMNS
from tests.house import ROOT

TEXT = (ROOT / "docs" / "force.md").read_text(encoding="utf-8")
WORDS = set(re.findall(r"[a-z0-9_]+", TEXT))


def test_every_key_of_force_toml_is_explained() -> None:
    keys = {field.alias or name for row in ROWS for name, field in row.model_fields.items()}
    assert keys <= WORDS | {"cy", "en", "since"}


def test_each_row_of_the_table_stands_once() -> None:
    rows = re.findall(r"^\| (`[^|]+`) \|", TEXT, re.MULTILINE)
    assert rows == list(dict.fromkeys(rows))


def test_every_column_of_the_roster_is_explained() -> None:
    assert set(COLUMNS) <= WORDS


def test_every_action_and_special_row_of_the_matrix_is_explained() -> None:
    assert {*ACTIONS, *(row for rows in SPECIAL_ROWS.values() for row in rows)} <= WORDS
