"""`cofnod dmm`: the record of meetings as files."""

from pathlib import Path
from shutil import copyfile

import pytest

from bot.migrations import upgrade
from bot.store.store import Store
from tests.builders import FORCE, ROSTER, ROSTER_FILE, Station
from tests.cli.shell import cofnod
from tests.meetings import hold
from tests.reports.test_paper import read


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that has one meeting that was held."""
    file = tmp_path_factory.mktemp("held") / "cofnod.sqlite"
    upgrade(f"sqlite:///{file}")
    store = Store(f"sqlite:///{file}", FORCE, ROSTER)
    hold(Station(store))
    store.close()
    return file


@pytest.fixture
def folder(tmp_path: Path, held: Path) -> Path:
    """A data folder with that database."""
    copyfile(held, tmp_path / "cofnod.sqlite")
    return tmp_path


def run(folder: Path, line: str) -> tuple[int, str, str]:
    url = f"sqlite:///{folder}/cofnod.sqlite"
    told = cofnod(f"dmm {line}", folder, DATABASE_URL=url, COFNOD_ROSTER=str(ROSTER_FILE))
    return told.returncode, told.stdout, told.stderr


PERIOD = "--since 2026-11-01 --until 2026-11-30"


@pytest.mark.parametrize("lang", ["en", "cy"])
def test_a_period_is_written_as_pdf_table_and_picture_in_either_language(folder: Path, lang: str) -> None:
    code, said, _ = run(folder, f"carmarthenshire {PERIOD} --out {folder}/out --language {lang}")
    assert code == 0
    assert "Held: 1 of 1 meeting." in said
    assert "Reviewed, decided or handed over: 3 of 5 items." in said
    names = sorted(path.name for path in (folder / "out").iterdir())
    stem = "dmm-carmarthenshire-2026-11-01-2026-11-30"
    assert names == [f"{stem}.csv", f"{stem}.pdf", "plot.png"]
    words = read((folder / "out" / f"{stem}.pdf").read_bytes())[1]
    assert ("Carmarthenshire" if lang == "en" else "Sir Gaerfyrddin") in words
    assert "205/20-11" not in words


def test_each_meetings_own_record_is_written_where_it_is_asked_for(folder: Path) -> None:
    code, said, _ = run(folder, f"{PERIOD} --records --out {folder}/out")
    assert code == 0
    assert "5 files in" in said
    record = folder / "out" / "dmm-carmarthenshire-2026-11-21.pdf"
    assert "Ring the informant" in read(record.read_bytes())[1]


def test_a_link_in_the_folder_is_replaced_and_not_followed(folder: Path) -> None:
    (folder / "out").mkdir()
    target = folder / "precious"
    target.write_text("kept")
    (folder / "out" / "plot.png").symlink_to(target)
    assert run(folder, f"{PERIOD} --out {folder}/out")[0] == 0
    assert target.read_text() == "kept"


def test_without_days_it_is_of_the_last_four_weeks(folder: Path) -> None:
    assert "Held: 1 of 1 meeting." in run(folder, f"--until 2026-12-18 --out {folder}/out")[1]
    assert (folder / "out" / "dmm-all-2026-11-21-2026-12-18.pdf").exists()


@pytest.mark.parametrize(
    ("line", "code", "why"),
    [
        ("gwent --since 2026-11-01 --until 2026-11-30", 2, "no unit that holds meetings"),
        ("--since 2026-11-30 --until 2026-11-01", 2, "--since is after --until"),
        ("--since 2025-11-01 --until 2025-11-30", 1, "nothing was written"),
    ],
)
def test_what_cannot_be_written_is_said_and_leaves_no_file(
    folder: Path, line: str, code: int, why: str
) -> None:
    found, _, told = run(folder, f"{line} --out {folder}/out")
    assert found == code
    assert why in told
    assert not (folder / "out").exists()
