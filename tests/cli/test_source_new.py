"""`cofnod source new`: from an invented export to a mapping that the check finds nothing wrong with."""

from pathlib import Path

from tests.cli.shell import cofnod
from tests.sources.guessing.exports import STORM_HEAD, storm, table, written

PEOPLE = ("Caller Name", "Contact", "Place", "Narrative")


def export(folder: Path) -> Path:
    """An export that holds personal data beside what is wanted; everybody in it is made up."""
    rows = [
        [*row, f"Dilwyn Dychmyg{n}", f"07700 9{n:05}", f"{n} Heol Ffug", f"He said,\nline two of {n}"]
        for n, row in enumerate(storm())
    ]
    return written(folder, "storm-20261120.csv", table([*STORM_HEAD, *PEOPLE], rows), "cp1252")


def test_a_new_mapping_reads_every_row_of_its_export(tmp_path: Path) -> None:
    file, out = export(tmp_path), tmp_path / "storm.toml"
    made = cofnod(f"source new {file} --out {out}", tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.endswith(f"Then: cofnod source check {file} --source {out}\n")
    checked = cofnod(f"source check {file} --source {out}", tmp_path)
    assert checked.stdout.startswith("60 rows: 60 in, 0 unchanged, 0 filtered out, 0 quarantined.\n")
    assert checked.returncode == 0


def test_nothing_of_a_person_is_printed_or_written(tmp_path: Path) -> None:
    out = tmp_path / "storm.toml"
    made = cofnod(f"source new {export(tmp_path)} --out {out}", tmp_path)
    text = out.read_text(encoding="utf-8")
    for told in (made.stdout, text):
        assert "Not mapped: looks like personal data: Caller Name, Contact, Place, Narrative." in told
        assert not any(word in told for word in ("Dychmyg", "07700", "Heol", "He said", "line two"))


def test_each_guess_stands_in_the_mapping_with_its_reason(tmp_path: Path) -> None:
    out = tmp_path / "storm.toml"
    cofnod(f"source new {export(tmp_path)} --out {out}", tmp_path)
    text = out.read_text(encoding="utf-8")
    assert "# CHECK: The force's own zone; nothing in the file says otherwise.\ntime_zone" in text
    assert "# A number above 12 proves that the day stands first.\n" in text
    assert '"BURGLARY DWELLING" = "burglary_residential" # 10: by its words\n' in text


def test_a_mapping_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    file, out = export(tmp_path), tmp_path / "storm.toml"
    out.write_text("mine", encoding="utf-8")
    refused = cofnod(f"source new {file} --out {out}", tmp_path)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "is there already" in refused.stderr
    assert out.read_text(encoding="utf-8") == "mine"
    assert cofnod(f"source new {file} --out {out} --force", tmp_path).returncode == 0
    assert out.read_text(encoding="utf-8").startswith("# A first mapping")


def test_a_column_that_was_not_found_is_asked_for(tmp_path: Path) -> None:
    rows = [row[:1] + row[3:6] for row in storm()]
    file = written(tmp_path, "storm.csv", table(STORM_HEAD[:1] + STORM_HEAD[3:6], rows))
    made = cofnod(f"source new {file} --out {tmp_path / 'made.toml'}", tmp_path)
    assert made.returncode == 1
    assert "No column was found for: fields.reported_at. Write it where FILL IN stands.\n" in made.stdout


def test_what_is_no_export_is_refused_in_one_sentence(tmp_path: Path) -> None:
    file = written(tmp_path, "paper.csv", "%PDF-1.7 ...")
    refused = cofnod(f"source new {file} --out {tmp_path / 'made.toml'}", tmp_path)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == "paper.csv is a PDF, which is made to be looked at; export it as CSV or JSON.\n"
    assert not (tmp_path / "made.toml").exists()


def test_a_folder_is_refused_and_a_file_asked_for(tmp_path: Path) -> None:
    refused = cofnod(f"source new {tmp_path}", tmp_path)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr == f"{tmp_path.name} is a folder; name one of the files in it.\n"


def test_the_doctor_finds_nothing_wrong_with_a_new_mapping(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    cofnod(f"source new {export(tmp_path)} --out {tmp_path / 'sources' / 'storm.toml'}", tmp_path)
    told = cofnod("doctor --offline", tmp_path, COFNOD_SOURCES=str(tmp_path / "sources"))
    assert "storm" not in told.stdout + told.stderr
