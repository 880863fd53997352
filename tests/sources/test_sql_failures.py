"""Every way in which a view can fail: told by a code, soon, and never with an address or a password."""

import asyncio
import logging
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from bot.sources.fetched import FeedFailed, Row
from bot.sources.mapping import AnyMapping
from bot.sources.mapping_file import MappingError, parse_mapping
from bot.sources.sql_view import SqlView
from tests.sources.builders import AT
from tests.sources.silent import silent_after
from tests.sources.views import ENV, INCIDENTS, MAPPING, System, mapping_of, polled

SECRET = "hunter2"


def quick(seconds: float = 0.3, delivers: str = "incidents") -> AnyMapping:
    return mapping_of(delivers, sql=f"timeout = {seconds}")


async def failure(source: SqlView) -> FeedFailed:
    """How a poll fails, wherever on its way."""
    with pytest.raises(FeedFailed) as caught:
        list((await source.fetch(AT)).reports)
    return caught.value


def at(url: str, mapping: AnyMapping | None = None) -> SqlView:
    return SqlView(mapping or quick(), {ENV: url})


NOT_OPENED = {
    "nothing but words": "url_unusable",
    "sqlite://": "url_unusable",
    f"postgresql+asyncpg://me:{SECRET}@127.0.0.1/storm": "url_unusable",
    f"postgresql://me:{SECRET}@127.0.0.1:port/storm": "url_unusable",
    f"postgresql://me:{SECRET}@db.example.org/storm": "sslmode_missing",
    f"postgresql+psycopg2://me:{SECRET}@/storm?host=db.example.org": "sslmode_missing",
    f"postgresql://me:{SECRET}@127.0.0.1:1/storm?sslmode=verify-full": "unreachable",
    f"oracle+oracledb://me:{SECRET}@127.0.0.1/storm": "driver_missing",
    f"dragon://me:{SECRET}@127.0.0.1/storm": "driver_missing",
    f"postgresql://me:{SECRET}@127.0.0.1:1/storm": "unreachable",
    "sqlite:///nowhere.db": "unreachable",
}


@pytest.mark.parametrize(("url", "reason"), NOT_OPENED.items(), ids=lambda v: v[:12])
async def test_what_cannot_be_opened_is_told_without_its_address(
    url: str, reason: str, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    caplog.set_level(logging.DEBUG)
    source = at(url, quick().model_copy(update={"origin": tmp_path}))
    failed = await failure(source)
    assert failed.reason == reason
    told = f"{failed!r} {failed} {source!r} {source._engine!r} {source.remembered()} {caplog.text}"
    assert SECRET not in told
    assert not (tmp_path / "nowhere.db").exists()


async def test_a_missing_address_is_told_before_anything_is_asked() -> None:
    assert (await failure(SqlView(mapping_of(), {}))).reason == "credentials_missing"


@pytest.mark.parametrize("delivers", ["incidents", "crimes"])
async def test_what_the_database_lacks_is_named(system: System, delivers: str) -> None:
    system.run("DROP VIEW queue")
    assert (await failure(system.source(mapping_of(delivers)))).reason == "view_missing"
    system.run('CREATE VIEW queue AS SELECT ref, crime_ref, at, unit, "LAST_UPDATED" FROM logs')
    failed = await failure(system.source(mapping_of(delivers)))
    assert (failed.reason, failed.column) == ("column_missing", "what")


async def test_a_user_whom_the_database_does_not_know_is_refused(remote: System) -> None:
    url = make_url(remote.url).set(username="cofnod_nobody").render_as_string(hide_password=False)
    assert (await failure(at(url))).reason == "credentials_refused"


@pytest.fixture
def guarded(remote: System) -> Iterator[str]:
    """The address of a user from whom this server asks a password."""
    hba, lines = "current_setting('hba_file')", "regexp_split_to_table(pg_read_file({}), '\n')"
    remote.run(f"CREATE TABLE hba AS SELECT {lines.format(hba)} AS line")
    remote.run(f"CREATE ROLE cofnod_guarded LOGIN PASSWORD '{SECRET}'")
    with remote.engine.begin() as connection:
        file = connection.exec_driver_sql(f"SELECT {hba}").scalar_one()
    local = "SELECT 'local all cofnod_guarded scram-sha-256'"
    host = "SELECT 'host all cofnod_guarded all scram-sha-256'"
    remote.run(f"COPY ({local} UNION ALL {host} UNION ALL SELECT line FROM hba) TO '{file}'")
    remote.run("SELECT pg_reload_conf()")
    yield make_url(remote.url).set(username="cofnod_guarded", password=SECRET).render_as_string(False)
    remote.run(f"COPY hba TO '{file}'")
    remote.run("SELECT pg_reload_conf()")
    remote.run("DROP OWNED BY cofnod_guarded")
    remote.run("DROP ROLE cofnod_guarded")


async def test_a_wrong_password_is_refused_and_the_right_one_reads(
    guarded: str, remote: System, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    remote.put(1)
    source = at(guarded.replace(SECRET, "hunter3"))
    failed = await failure(source)
    assert failed.reason == "credentials_refused"
    source._env = {ENV: guarded}
    assert (await failure(source)).reason == "view_refused"
    remote.run("GRANT SELECT (ref, at, what, unit) ON queue TO cofnod_guarded")
    assert (await polled(source))[1] == [1]
    told = f"{failed!r} {source!r} {source._engine!r} {source.remembered()} {caplog.text}"
    assert not {SECRET, "hunter3"} & set(told.replace(":", " ").replace("@", " ").split())


async def test_an_address_comes_from_a_file_too_and_is_read_anew(local: System, tmp_path: Path) -> None:
    other = System(f"sqlite:///{tmp_path / 'other.db'}")
    local.put(1)
    other.put(2)
    mapping = mapping_of(sql="").model_copy(update={"origin": tmp_path})
    mapping = mapping.model_copy(
        update={"sql": mapping.sql.model_copy(update={"url_env": "", "url_file": "address"})}
    )
    source = SqlView(mapping, {})
    for system, n in ((local, 1), (other, 2)):
        (tmp_path / "address").write_text(system.url + "\n")
        assert (await polled(source))[1] == [n]
    source.close()


async def test_a_path_in_the_mapping_counts_from_its_own_folder(local: System, tmp_path: Path) -> None:
    local.put(1)
    sql = mapping_of(sql="").sql.model_copy(update={"url_env": "", "url": "sqlite:///storm.db"})
    mapping = mapping_of(sql="").model_copy(update={"origin": tmp_path, "sql": sql})
    assert (await polled(SqlView(mapping, {})))[1] == [1]


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i < 0"


async def test_a_view_that_takes_too_long_is_given_up(system: System) -> None:
    system.run("DROP VIEW queue")
    slow = "SELECT 1 FROM pg_sleep(60)" if system.url.startswith("postgres") else ENDLESS
    system.run(f"CREATE VIEW queue AS SELECT * FROM logs WHERE EXISTS ({slow})")
    system.put(1)
    assert (await failure(system.source(quick()))).reason == "timeout"


async def test_a_server_that_says_nothing_is_given_up_and_asked_only_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        source = at(f"postgresql://me:{SECRET}@127.0.0.1:{port}/storm", quick(0.05))
        for _ in range(2):
            assert (await failure(source)).reason == "timeout"
        silent.settimeout(0)
        silent.accept()[0].close()
        with pytest.raises(BlockingIOError):
            silent.accept()


async def test_a_server_that_falls_silent_among_its_rows_is_given_up(remote: System) -> None:
    remote.run("""INSERT INTO logs SELECT '20261120-' || n, '', now(), 'theft', 'powys', '', now()
        FROM generate_series(1, 5000) AS n""")
    with silent_after(remote.url, 60_000) as url:
        failed = await asyncio.wait_for(failure(at(url, quick(0.3))), 10)
    assert failed.reason in ("unreachable", "timeout")


async def test_rows_that_break_off_fail_the_poll_and_keep_the_mark(remote: System) -> None:
    remote.put(0)
    source = remote.source()
    await polled(source)
    before = source.remembered()
    remote.run("""INSERT INTO logs SELECT '20261120-' || n, '', "LAST_UPDATED", 'theft', 'powys', '',
        "LAST_UPDATED" + n * interval '1 ms' FROM logs, generate_series(1, 2500) AS n""")
    reports, came = (await source.fetch(AT)).reports, list[Row]()
    came.append(next(reports))
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    remote.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
    with pytest.raises(FeedFailed, match="unreachable"):
        came.extend(reports)
    assert 1 <= len(came) < 2500
    assert source.remembered() == before


async def test_a_column_that_changes_its_kind_is_read_whole_again(remote: System) -> None:
    remote.put(1)
    source = remote.source()
    await polled(source)
    remote.run("DROP VIEW queue")
    remote.run("""CREATE VIEW queue AS SELECT ref, at, what, unit, to_char("LAST_UPDATED" AT TIME ZONE 'UTC',
        'YYYY-MM-DD"T"HH24:MI:SS') AS "LAST_UPDATED" FROM logs""")
    assert (await failure(source)).reason == "query_failed"
    assert [(await polled(source))[1] for _ in range(2)] == [[1], [1]]


MISTAKES = [
    ('url = "postgresql://me:hunter2@host/storm"', "password_in_mapping"),
    ('url = "postgresql://host/storm?user=me&password=hunter2"', "password_in_mapping"),
    ('url = "sqlite:///a.db"\nurl_file = "b"', "one_address"),
    ("", "one_address"),
    ('url_env = "A"\nhigh_water = { column = "a", look_back = "soon" }', "duration"),
    ('url_env = "A"\nhigh_water = { column = "a", look_back = -5 }', "greater_than_equal"),
]


def codes(text: str) -> set[str]:
    """What is wrong with a mapping, never with its password."""
    with pytest.raises(MappingError) as caught:
        parse_mapping(text + INCIDENTS, "view.toml")
    assert SECRET not in str(caught.value)
    return {problem.code for problem in caught.value.problems}


@pytest.mark.parametrize(("said", "code"), MISTAKES, ids=lambda v: v[-20:])
def test_a_mapping_says_how_its_view_cannot_be_opened(said: str, code: str) -> None:
    text = MAPPING.format(delivers="incidents", sql="").replace('url_env = "STORM_URL"', said)
    assert code in codes(text)


def test_a_view_has_no_bytes_and_a_file_no_view() -> None:
    text = MAPPING.format(delivers="incidents", sql="")
    assert codes(text + '[format]\ntype = "csv"') == {"format_unfit"}
    assert codes(text.replace("sql_view", "drop_folder")) == {"missing"}
    assert codes(text.replace("sql_view", "drop_folder") + '[format]\ntype = "rows"') == {"format_unfit"}
    assert codes(re.sub(r"\[sql\].*?\n\n", "", text, flags=re.DOTALL)) == {"sql_missing"}
