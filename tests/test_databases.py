"""The databases that the other tests stand on."""

import os
from pathlib import Path

from sqlalchemy import create_engine, inspect, text


def tables(url: str) -> set[str]:
    """The tables of a database."""
    engine = create_engine(url)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found


def scribble(url: str) -> None:
    """Leave something behind; fails where somebody else did."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE scribble (n integer)"))
    engine.dispose()


def test_an_empty_database_has_no_tables_at_all(empty_database_url: str) -> None:
    assert tables(empty_database_url) == set()
    scribble(empty_database_url)


def test_a_database_has_the_newest_schema_from_the_start(database_url: str) -> None:
    assert {"incidents", "trail"} <= tables(database_url)
    scribble(database_url)


def test_what_one_test_leaves_the_next_does_not_find(database_url: str) -> None:
    scribble(database_url)


def test_no_setting_of_the_developer_reaches_a_test() -> None:
    assert not [name for name in os.environ if name.startswith(("COFNOD_", "SLACK_", "DATABASE_URL"))]


def test_a_sqlite_database_lies_in_the_folder_of_its_test(database_url: str, tmp_path: Path) -> None:
    assert str(tmp_path) in database_url or database_url.startswith("postgresql")
