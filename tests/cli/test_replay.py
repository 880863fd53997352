"""`cofnod replay` as a Registrar's shell sees it: a page from nothing but a CSV, and refusals that help."""

import csv
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_commands import cofnod
from tests.replay.pasts import invented, past, write_crimes, write_log
from tests.replay.test_same_as_live import WEEKS
from tests.reports.reading import Read


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    """A folder with a log, crime records, and their mappings."""
    folder = tmp_path / "exports"
    folder.mkdir()
    logs = invented(5, WEEKS["an_ordinary_week"], 3, 20)
    until = max(log.logged for log in logs)
    write_log(folder, logs, until)
    write_crimes(folder, logs, until)
    past(folder)
    return folder


def test_a_log_and_its_crimes_make_a_page_and_tables(exports: Path, tmp_path: Path) -> None:
    crimes = f"--crimes {exports}/crimes.csv --crimes-source {exports}/crimes.toml"
    out = tmp_path / "out"
    done = cofnod(f"replay {exports}/log.csv --source {exports}/log.toml {crimes} --out {out}", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "log.csv: 60 rows: 60 in, 0 filtered out, 0 not readable." in done.stdout
    assert f"The page: {out}/replay.html" in done.stdout
    assert "<html" in (out / "replay.html").read_text(encoding="utf-8")
    assert list(out.glob("*.csv"))


def test_without_a_mapping_one_is_guessed_and_the_page_says_what_was_assumed(
    exports: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    done = cofnod(f"replay {exports}/log.csv --crimes {exports}/crimes.csv --out {out}", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "60 rows: 60 in" in done.stdout
    page = Read((out / "replay.html").read_text(encoding="utf-8"))
    became = dict(zip(*(page.column("Which column of log.csv", n) for n in (0, 1)), strict=True))
    assert (became["time of the report"], became["unit"]) == ("reported", "unit")
    assert became["reference of the incident"] == "ref"
    assert "theft" in page.column("Which words of log.csv", 1)
    assert page.column("Which column of crimes.csv", 1)


def test_the_page_can_be_in_welsh(exports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    source = f"--source {exports}/log.toml --language cy"
    assert cofnod(f"replay {exports}/log.csv {source} --out {out}", tmp_path).returncode == 0
    assert '<html lang="cy"' in (out / "replay.html").read_text(encoding="utf-8")


def test_records_that_could_meet_no_log_are_refused_in_a_sentence(exports: Path, tmp_path: Path) -> None:
    text = (exports / "crimes.toml").read_text()
    (exports / "crimes.toml").write_text(text[: text.index("[reference]")] + text[text.index("[crime]") :])
    log = (exports / "log.toml").read_text().replace("crime_refs = {", "# {")
    (exports / "log.toml").write_text(log)
    crimes = f"--crimes {exports}/crimes.csv --crimes-source {exports}/crimes.toml"
    done = cofnod(f"replay {exports}/log.csv --source {exports}/log.toml {crimes}", tmp_path)
    assert done.returncode == 2
    assert "has no crime_refs that could hold it" in done.stderr


def test_an_example_needs_no_file_and_leaves_its_exports_beside_the_page(tmp_path: Path) -> None:
    done = cofnod(f"replay --example --speed-check --out {tmp_path}/month", tmp_path)
    assert done.returncode == 0, done.stderr
    assert re.search(r"rows a second, 0\.0*[1-9]\d{0,2} of the csv module's", done.stdout)
    assert "log.csv: 12,000 rows: 11,980 in, 5 filtered out, 15 not readable." in done.stdout
    names = {path.name for path in (tmp_path / "month").iterdir()}
    assert {"replay.html", "log.csv", "log.toml", "crimes.csv", "crimes.toml"} <= names
    _is_like_life(tmp_path / "month")


def _is_like_life(folder: Path) -> None:
    """Some late reports reach the log after their deadline, and every list worth a second look has logs."""
    with (folder / "summary.csv").open(encoding="utf-8-sig", newline="") as file:
        counts = {row["what"]: row["value"] for row in csv.DictReader(file)}
    assert 0 < int(counts["alerted"]) < int(counts["missed"])
    assert 0 < int(counts["listed"]) < int(counts["missed"])
    assert all(int(n) > 0 for name, n in counts.items() if name.startswith("second_look"))
    assert counts["last_report"].startswith("2026-10-31")
    assert counts["known_until"] > "2026-11-01"


def test_a_file_too_small_to_say_how_quick_it_was_says_so(exports: Path, tmp_path: Path) -> None:
    source = f"--source {exports}/log.toml --speed-check"
    done = cofnod(f"replay {exports}/log.csv {source} --out {tmp_path}/out", tmp_path)
    assert "60 rows: too few to say how quick it is; 10,000 would tell." in done.stdout
    assert "rows a second" not in done.stdout
    assert "Nothing says when crimes were recorded: none can be judged." in done.stdout


def test_files_that_do_not_join_give_no_figure(exports: Path, tmp_path: Path) -> None:
    crimes = (exports / "crimes.csv").read_text().replace(",202", ",201")
    (exports / "crimes.csv").write_text(crimes)
    named = f"--crimes {exports}/crimes.csv --crimes-source {exports}/crimes.toml"
    done = cofnod(
        f"replay {exports}/log.csv --source {exports}/log.toml {named} --out {tmp_path}/out", tmp_path
    )
    assert "The two files do not seem to join: the page says what to check." in done.stdout
    assert "within 24 hours" not in done.stdout
    page = (tmp_path / "out" / "replay.html").read_text(encoding="utf-8")
    assert "so no percentage is given" in page


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("", "Name a log to replay, or ask for --example."),
        ("{log} --example", "not both"),
        ("{log} --crimes-source {log}", "--crimes-source describes the file of --crimes"),
        ("{empty}", "empty.csv"),
        (
            "{log} --source {crimes}",
            "this mapping describes crime records, and one of incidents is asked for here",
        ),
        ("{records} --source {mapping}", "crimes.csv lacks 10 columns that the mapping log names"),
        ("{log} --crimes {log} --crimes-source {crimes} --source {mapping}", "Is it the right file?"),
        ("{log} --source {mapping} --out {log}/out", "Name another folder with --out"),
    ],
)
def test_what_cannot_be_replayed_is_told_in_a_sentence(
    exports: Path, tmp_path: Path, line: str, told: str
) -> None:
    (exports / "empty.csv").write_text("")
    names = {"log": "log.csv", "empty": "empty.csv", "crimes": "crimes.toml", "mapping": "log.toml"}
    names["records"] = "crimes.csv"
    paths = {name: exports / file for name, file in names.items()}
    done = cofnod(f"replay {line.format(**paths)}", tmp_path)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_with_other_files_is_left_alone(exports: Path, tmp_path: Path) -> None:
    """A log that is called like one of the tables would else be written over."""
    (exports / "units.csv").write_bytes((exports / "log.csv").read_bytes())
    before = {path.name: path.read_bytes() for path in exports.iterdir()}
    done = cofnod(f"replay {exports}/units.csv --source {exports}/log.toml --out {exports}", tmp_path)
    assert (done.returncode, "holds other files" in done.stderr) == (2, True)
    assert {path.name: path.read_bytes() for path in exports.iterdir()} == before


def test_a_link_where_the_page_goes_is_replaced_and_not_followed(exports: Path, tmp_path: Path) -> None:
    kept, out = tmp_path / "kept.html", tmp_path / "out"
    kept.write_text("somebody else's")
    out.mkdir()
    (out / "replay.html").symlink_to(kept)
    line = f"replay {exports}/log.csv --source {exports}/log.toml --out {out}"
    assert cofnod(line, tmp_path).returncode == 0
    assert kept.read_text() == "somebody else's"
    assert (out / "replay.html").stat().st_mode & 0o077 == 0


def test_a_module_in_the_present_folder_is_not_run(exports: Path, tmp_path: Path) -> None:
    (tmp_path / "multiprocessing.py").write_text("raise SystemExit('run')")
    script = (
        "from bot.replay.crew import crew\n"
        "if __name__ == '__main__':\n    with crew(2) as share: print(list(share(abs, [-1, -2])))\n"
    )
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "uses_a_crew.py").write_text(script)
    line = [sys.executable, "-P", str(tmp_path / "inside" / "uses_a_crew.py")]
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=50)
    assert done.stdout == "[1, 2]\n", done.stderr


def test_a_replay_that_is_asked_to_end_leaves_nothing_behind(exports: Path, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    head, *rows = (exports / "log.csv").read_text().splitlines(keepends=True)
    (exports / "large.csv").write_text(head + "".join(rows) * 3000)
    line = [sys.executable, "-m", "bot", "replay", str(exports / "large.csv")]
    line += ["--source", str(exports / "log.toml"), "--out", str(tmp_path / "out")]
    environ = {**os.environ, "TMPDIR": str(scratch), "COFNOD_DATA": str(tmp_path)}
    with subprocess.Popen(line, env=environ, stderr=subprocess.PIPE) as running:
        while not any(scratch.glob("cofnod-replay-*/log/*")):
            assert running.poll() is None, "it ended before it began to read"
        running.terminate()
        assert running.wait(timeout=30) == 143
    assert not list(scratch.glob("cofnod-replay-*"))
