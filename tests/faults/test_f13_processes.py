"""F13, F14: eight tasks in each of three processes write one row: nothing is lost, forked or locked."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from bot.store.store import Store
from bot.store.tables import preferences
from bot.store.tables import trail as rows
from bot.store.verify import verify
from tests.faults import adding

ROOT = Path(__file__).parent.parent.parent
PROCESSES, TASKS = 3, 8


@pytest.mark.parametrize("times", [5, pytest.param(100, marks=pytest.mark.faults)])
def test_no_update_is_lost_between_tasks_and_processes(store: Store, database_url: str, times: int) -> None:
    first = {"collar": "number", "language": "0"}
    store.write_now(lambda work: work.conn.execute(insert(preferences), first) and None, adding.AT)
    command = [sys.executable, "-m", "tests.faults.adding", database_url, str(TASKS), str(times)]
    running = [
        subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(PROCESSES)
    ]
    assert [process.communicate()[1] for process in running] == [""] * PROCESSES
    count = PROCESSES * TASKS * times
    assert store.write_now(adding.number, adding.AT) == count
    kept = store.write_now(lambda work: list(work.conn.execute(select(rows.c.seq, rows.c.body))), adding.AT)
    assert sorted(kept) == [(n, str(n)) for n in range(1, count + 1)]
    assert verify(database_url, bodies=False).whole
