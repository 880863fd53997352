"""The databases that the other tests stand on."""

from pathlib import Path

from sqlalchemy import create_engine, text


def _scribble(url: str) -> str:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE scribble (n integer)"))
        row = connection.execute(text("SELECT count(*) FROM scribble"))
        assert row.scalar() == 0
    engine.dispose()
    return engine.dialect.name


def test_a_test_gets_a_database_of_the_kind_it_is_told(empty_database_url: str) -> None:
    assert empty_database_url.startswith(_scribble(empty_database_url))


def test_what_one_test_writes_the_next_does_not_find(database_url: str) -> None:
    _scribble(database_url)


def test_no_setting_of_the_developer_reaches_a_test(monkeypatch: object) -> None:
    import os

    assert not [name for name in os.environ if name.startswith(("COFNOD_", "SLACK_", "DATABASE_URL"))]


def test_a_sqlite_database_lies_in_the_folder_of_its_test(database_url: str, tmp_path: Path) -> None:
    assert str(tmp_path) in database_url or database_url.startswith("postgresql")
