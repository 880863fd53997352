"""`cofnod source check` without a file: it looks at the door itself, of any kind, and says what is there."""

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.shell import cofnod
from tests.sources.builders import HEAD, plain_text, record, table
from tests.sources.queues import Queue
from tests.sources.views import CRIMES, HIGH_WATER, INCIDENTS, MAPPING, System, sqlite


def view_toml(folder: Path, delivers: str = "incidents") -> Path:
    """A mapping of the view, in a file."""
    text = MAPPING.format(delivers=delivers, sql=HIGH_WATER)
    path = folder / "view.toml"
    path.write_text(text + (INCIDENTS if delivers == "incidents" else CRIMES))
    return path


def test_a_view_is_read_at_its_door_and_nothing_is_kept(tmp_path: Path) -> None:
    system = System(sqlite(tmp_path))
    system.put(1)
    system.put(2, at="never")
    before = sorted(tmp_path.iterdir())
    told = cofnod(f"source check --source {view_toml(tmp_path)}", tmp_path / "data", STORM_URL=system.url)
    assert told.stdout.startswith("2 rows: 1 in, 0 unchanged, 0 filtered out, 1 quarantined.\n1 incident,")
    assert "queue 20261120-2\t\tat\n" in told.stdout
    assert (told.returncode, told.stderr) == (1, "")
    assert sorted(tmp_path.iterdir()) == sorted([*before, tmp_path / "data", tmp_path / "view.toml"])
    assert list((tmp_path / "data").iterdir()) == []


def test_crime_records_are_told_by_class_and_incident(tmp_path: Path) -> None:
    system = System(sqlite(tmp_path))
    system.put(1)
    system.put(2, ref="", what="Dragon at large")
    path = view_toml(tmp_path, "crimes")
    more = '[crime.offence_class]\ncolumn = "what"\n'
    path.write_text(path.read_text() + more)
    told = cofnod(f"source check --source {path}", tmp_path / "data", STORM_URL=system.url)
    assert "2 crime records, 0 changes to one already seen; 1 of an incident, 0 cancelled.\n" in told.stdout
    assert "Recorded from 2026-11-20 10:00 to 2026-11-20 10:00 UTC.\n" in told.stdout
    assert "Class\tRows\ntheft\t1\n(1 rare value)\t1\tnot shown: each in fewer than 5 rows\n" in told.stdout
    assert told.returncode == 0


def test_a_door_that_does_not_open_is_one_sentence(tmp_path: Path) -> None:
    path = view_toml(tmp_path)
    missing = cofnod(f"source check --source {path}", tmp_path / "data")
    assert (missing.stderr, missing.returncode) == ("view can't be read: no address or password is set.\n", 2)
    url = "postgresql://me:hunter2@127.0.0.1:1/storm"
    closed = cofnod(f"source check --source {path}", tmp_path / "data", STORM_URL=url)
    assert (closed.stdout, closed.stderr) == ("", "view can't be read: the server can't be reached.\n")


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    system = System(sqlite(tmp_path))
    path = view_toml(tmp_path)
    path.write_text(path.read_text().replace('category = "what"', 'category = "wat"'))
    told = cofnod(f"source check --source {path}", tmp_path / "data", STORM_URL=system.url)
    assert told.stderr == "view can't be read: a column is missing (wat).\n"


def test_a_folder_is_read_at_its_door_and_what_still_grows_is_named(tmp_path: Path) -> None:
    drop = tmp_path / "drop"
    drop.mkdir()
    (drop / "a.csv").write_text(table(3))
    (drop / "b.csv").write_text(HEAD + "4,2026-11-20T10:00")
    path = tmp_path / "plain.toml"
    path.write_text(plain_text(more='[folder]\npath = "drop"\npattern = "*.csv"'))
    told = cofnod(f"source check --source {path}", tmp_path / "data")
    assert told.stdout.startswith("3 rows: 3 in, ")
    assert "b.csv is still being written: the next poll takes it.\n" in told.stdout
    assert told.returncode == 0


@pytest.fixture
def queue() -> Iterator[str]:
    """The address of a queue that is served beside the test."""
    loop, served = asyncio.new_event_loop(), Queue()
    served.says("/calls", json.dumps([record(1), record(2)]))
    loop.run_until_complete(served.server.start_server())
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield str(served.server.make_url("/calls"))
    asyncio.run_coroutine_threadsafe(served.server.close(), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def test_a_queue_is_asked_at_its_door(tmp_path: Path, queue: str) -> None:
    path = tmp_path / "queue.toml"
    path.write_text(plain_text("json", more=f'[http]\nurl = "{queue}"', kind="http_queue"))
    told = cofnod(f"source check --source {path}", tmp_path / "data")
    assert told.stdout.startswith("2 rows: 2 in, ")
    path.write_text(path.read_text().replace("/calls", "/calls?no=such"))
    told = cofnod(f"source check --source {path}", tmp_path / "data")
    assert (told.stderr, told.returncode) == (
        "plain can't be read: the server answered with an error (500).\n",
        2,
    )
