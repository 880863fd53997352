"""Large exports: a bounded sample from every part of the file, whatever stands in its cells."""

import json
import time
from pathlib import Path

from tests.sources.guessing.exports import STORM_HEAD, UNITS, guessed, storm, table, written

ROWS = 45_000


def test_what_stands_only_far_down_a_long_table_is_found(tmp_path: Path) -> None:
    rows = [
        [*row[:5], UNITS[n * 4 // ROWS], *row[6:], 'He said, "go",\nand then\nleft, they say']
        for n, row in enumerate(storm(ROWS))
    ]
    path = written(tmp_path, "storm.csv", table([*STORM_HEAD, "Narrative"], rows))
    made = guessed(path)
    assert not made.whole
    assert made.sampled <= 5000
    assert {one.code for one in made.units} == {"carmarthenshire", "ceredigion", "pembrokeshire", "powys"}
    assert "ragged" not in [note.code for note in made.notes]


def test_what_stands_only_far_down_a_long_document_is_found(tmp_path: Path) -> None:
    calls = [
        {
            "ref": row[0],
            "received": row[1],
            "category": row[3],
            "unit": UNITS[n * 4 // ROWS],
            "about": {"x": [1]},
        }
        for n, row in enumerate(storm(ROWS))
    ]
    path = written(tmp_path, "queue.json", json.dumps({"calls": calls}))
    made = guessed(path)
    assert made.tables["format"]["records"] == "calls"
    assert {one.code for one in made.units} == {"carmarthenshire", "ceredigion", "pembrokeshire", "powys"}


def test_a_file_larger_than_a_mapping_reads_raises_its_limit(tmp_path: Path) -> None:
    path = written(tmp_path, "storm.csv", table(STORM_HEAD, storm(2000)))
    with path.open("r+b") as stream:
        body = stream.read()
        stream.seek(300 * 2**20)
        stream.write(body[body.index(b"\n") :])
    began = time.perf_counter()
    made = guessed(path)
    assert time.perf_counter() - began < 20
    assert made.tables["format"]["max_mib"] == 600
