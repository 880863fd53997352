"""`cofnod source check` on a small invented export: every row is accounted for."""

from pathlib import Path

from tests.cli.shell import cofnod

EXAMPLE = Path(__file__).parents[2] / "bot/sources/examples/storm_csv.toml"
HEADS = "Incident Ref,Time Received,Opening Code,BCU,Source,Grade,Log Type"
GOOD = "DP-20261120-0123,20/11/2026 14:05:00,burglary_residential,CARMS,999,2,"
UNKNOWN = "DP-20261120-0124,20/11/2026 14:06:00,dragon_sighted,POWYS,101,3,"
NO_TIME = "DP-20261120-0125,30/02/2026 14:07:00,theft,PEMBS,101,3,"
DRILL = "DP-20261120-0126,20/11/2026 14:08:00,theft,CARMS,101,3,TRAINING"


def export(folder: Path, *rows: str) -> Path:
    """An export with these rows; the columns that the example names and these lack stay blank."""
    example = EXAMPLE.read_text(encoding="utf-8")
    others = [
        head
        for head in ("Time Created", "Time Closed", "Closing Code", "Disposal", "Beat", "Niche Refs", "DA")
        if head in example
    ]
    others += [head for head in ("Child Involved", "Warnings", "Qualifiers") if head in example]
    lines = [",".join([HEADS, *others]), *(row + "," * len(others) for row in rows)]
    file = folder / "storm-incidents.csv"
    file.write_text("\n".join(lines) + "\n", encoding="cp1252")
    return file


def test_every_row_of_an_export_is_accounted_for(tmp_path: Path) -> None:
    file = export(tmp_path, GOOD, UNKNOWN, NO_TIME, DRILL)
    told = cofnod(f"source check {file} --source {EXAMPLE}", tmp_path)
    assert told.stdout.startswith("4 rows: 2 in, 0 unchanged, 1 filtered out, 1 quarantined.\n")
    assert "storm-incidents.csv\t4\tTime Received\t30/02/2026 14:07:00\n" in told.stdout
    assert told.returncode == 1


def test_a_category_that_the_force_does_not_name_is_pointed_out(tmp_path: Path) -> None:
    often = [UNKNOWN.replace("-0124", f"-02{n:02}") for n in range(5)]
    told = cofnod(f"source check {export(tmp_path, GOOD, *often)} --source {EXAMPLE}", tmp_path)
    assert "dragon_sighted\t5\tnot in force.toml: watched\n" in told.stdout
    assert "burglary_residential\t1\tclock\n" in told.stdout
    assert told.returncode == 0


def test_a_check_leaves_nothing_behind_but_the_data_folder(tmp_path: Path) -> None:
    file = export(tmp_path, GOOD)
    cofnod(f"source check {file} --source {EXAMPLE}", tmp_path / "data")
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["data", "storm-incidents.csv"]


def test_what_looks_like_personal_data_is_counted_and_never_shown(tmp_path: Path) -> None:
    rows = (
        GOOD,
        UNKNOWN.replace("dragon_sighted", "rang 07700 900123"),
        UNKNOWN.replace("POWYS", "Mrs Made-Up"),
    )
    told = cofnod(f"source check {export(tmp_path, *rows)} --source {EXAMPLE}", tmp_path)
    assert "900123" not in told.stdout
    assert "Made-Up" not in told.stdout
    assert "Values withheld in 2 rows: they looked like personal data" in told.stdout
    assert "(storm-incidents.csv line 3, storm-incidents.csv line 4)" in told.stdout
    assert "withheld\t1\tlooked like personal data\n" in told.stdout


def test_a_crime_reference_that_is_none_is_told_with_its_line(tmp_path: Path) -> None:
    file = export(tmp_path, GOOD)
    heads, row = (line.split(",") for line in file.read_text("cp1252").splitlines())
    row[heads.index("Niche Refs")] = "NONE"
    file.write_text(",".join(heads) + "\n" + ",".join(row) + "\n")
    told = cofnod(f"source check {file} --source {EXAMPLE}", tmp_path)
    assert "1 row: 1 in, 0 unchanged" in told.stdout
    assert "Crime references not taken in 1 row: " in told.stdout
    assert "(storm-incidents.csv line 2)" in told.stdout


def test_a_rare_value_that_nobody_knows_is_not_shown(tmp_path: Path) -> None:
    told = cofnod(f"source check {export(tmp_path, GOOD, UNKNOWN)} --source {EXAMPLE}", tmp_path)
    assert "dragon" not in told.stdout
    assert "(1 rare value)\t1\tnot shown: each in fewer than 5 rows\n" in told.stdout


def test_a_file_without_the_columns_of_the_mapping_is_refused_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "niche.csv"
    file.write_text("Crime Number,BCU\n1,CARMS\n")
    told = cofnod(f"source check {file} --source {EXAMPLE}", tmp_path)
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.startswith("niche.csv lacks 16 columns that the mapping storm names: Incident Ref, ")
    assert told.stderr.endswith(" …. Is it the right file? Nothing was read.\n")


def test_a_file_without_a_row_and_a_folder_without_a_file_are_refused(tmp_path: Path) -> None:
    told = cofnod(f"source check {export(tmp_path)} --source {EXAMPLE}", tmp_path)
    assert (told.returncode, told.stderr) == (
        2, "storm-incidents.csv holds no row. Is it the right file? Nothing was read.\n"
    )  # fmt: skip
    (tmp_path / "empty").mkdir()
    told = cofnod(f"source check {tmp_path}/empty --source {EXAMPLE}", tmp_path)
    assert told.returncode == 2
    assert "fits the pattern storm-incidents*.csv, which storm has under [folder]" in told.stderr


def test_a_mapping_of_another_force_is_refused_as_the_doctor_does(tmp_path: Path) -> None:
    other = tmp_path / "gwent.toml"
    other.write_text(EXAMPLE.read_text(encoding="utf-8").replace('"dyfed-powys"', '"gwent"'))
    told = cofnod(f"source check {export(tmp_path, GOOD)} --source {other}", tmp_path)
    assert told.returncode == 2
    assert "force is gwent, not dyfed-powys" in told.stderr
