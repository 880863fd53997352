"""What the doctor finds without Slack: each thing that is wrong, and nothing where all is well."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.config import SHIPPED_FORCE, Settings
from bot.doctor import Finding, offline, sentence
from bot.doctor.absences import absences
from bot.doctor.staffing import staffing
from bot.domain.duty import DutyChange, Tour
from bot.domain.people import Person, Roster
from bot.force import load_force
from bot.migrations import upgrade
from bot.roster import load_roster
from bot.store import duty_changes
from bot.store.store import Store
from templates import FOLDER
from tests.house import ROOT

DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 14, tzinfo=UTC)
FORCE = load_force(SHIPPED_FORCE)
DEMO = ROOT / "bot" / "demo" / "roster.csv"
PEOPLE = load_roster(DEMO, FORCE)
MAPPING = ROOT / "bot" / "sources" / "examples" / "storm_csv.toml"


OURS = MAPPING.read_text(encoding="utf-8").replace('"/var/lib/cofnod/storm"', '"."')


@pytest.fixture(scope="module")
def ready_database(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('database')}/cofnod.db"
    upgrade(url)
    return url


@pytest.fixture
def well(tmp_path: Path, ready_database: str) -> Settings:
    """Settings with nothing wrong in them, on a database of the newest schema."""
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / MAPPING.name).write_text(OURS, encoding="utf-8")
    return Settings.read(
        {
            "COFNOD_DATA": str(tmp_path),
            "DATABASE_URL": ready_database,
            "COFNOD_ROSTER": str(DEMO),
            "COFNOD_SOURCES": str(sources),
            "SLACK_BOT_TOKEN": "xoxb-made-up",
            "SLACK_APP_TOKEN": "xapp-made-up",
        }
    )


def told(settings: Settings) -> list[str]:
    """What is found, without the words of a catalogue that somebody is still writing."""
    return [text for text in map(sentence, offline(settings, DAY)) if not text.startswith("cy: ")]


def test_a_set_up_with_nothing_wrong_has_no_findings(well: Settings, database_url: str) -> None:
    assert told(replace(well, database_url=database_url)) == []


def test_an_empty_database_is_told_to_be_migrated(well: Settings, empty_database_url: str) -> None:
    assert told(replace(well, database_url=empty_database_url)) == [
        "The database is empty; run cofnod migrate."
    ]


def test_a_database_out_of_reach_is_told(tmp_path: Path, well: Settings) -> None:
    (found,) = told(replace(well, database_url=f"sqlite:///{tmp_path}/nowhere/cofnod.db"))
    assert found.startswith("The database cannot be reached")


def test_a_missing_token_roster_and_feed_are_each_told(well: Settings) -> None:
    found = told(replace(well, slack_bot_token="", roster=None, sources=None))
    assert [line.split()[0] for line in found] == ["SLACK_BOT_TOKEN", "There", "No"]


def test_every_fault_of_the_roster_is_told_with_its_line(well: Settings, tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("collar,surname,rank,unit\n1,Rees,boss,powys\n2,Price,constable,mars\n", encoding="utf-8")
    lines = told(replace(well, roster=path))
    assert [line.partition(":")[0] for line in lines] == ["staff.csv, line 2", "staff.csv, line 3"]


def test_a_bad_force_is_told_and_ends_what_needs_it(well: Settings, tmp_path: Path) -> None:
    path = tmp_path / "force.toml"
    path.write_text(
        SHIPPED_FORCE.read_text(encoding="utf-8").replace("urgent = 2", "urgent = 20", 1), "utf-8"
    )
    (found,) = told(replace(well, force=path))
    assert found.endswith("clock.urgent should be less than no_meeting_left.")


def test_a_bad_mapping_is_told_with_its_file(well: Settings) -> None:
    assert well.sources
    (well.sources / "broken.toml").write_text("kind = 'pigeon'\n", encoding="utf-8")
    assert all("broken.toml" in line for line in told(well))
    assert told(well)


def test_a_mapping_of_another_force_is_told_with_its_line(well: Settings) -> None:
    assert well.sources
    text = OURS.replace('"dyfed-powys"', '"gwent"', 1)
    (well.sources / "gwent.toml").write_text(text, encoding="utf-8")
    assert told(well) == [
        "gwent.toml, line 3: force is gwent, not dyfed-powys: write its id if this mapping is of that force, "
        "or name the other's force.toml in COFNOD_FORCE."
    ]


def test_a_mapping_that_is_not_finished_is_told_with_its_line(well: Settings) -> None:
    assert well.sources
    text = OURS.replace('"Incident Ref"', '"FILL IN"', 1).replace('path = "."', 'path = "gone"')
    (well.sources / MAPPING.name).write_text(text, encoding="utf-8")
    filled, folder = told(well)
    assert "FILL IN still stands there" in filled
    assert "gone is not there: make it" in folder


def test_two_feeds_of_one_name_are_told(well: Settings) -> None:
    assert well.sources
    (well.sources / "again.toml").write_text(OURS, encoding="utf-8")
    (found,) = told(well)
    assert found.startswith("Two feeds are called ")


def test_a_roster_without_a_registrar_says_what_nobody_may_do() -> None:
    people = [person for person in PEOPLE if "registrar" not in person.roles]
    rows = [f.values["row"] for f in staffing(FORCE, people) if f.values["action"] == "confirm"]
    assert rows == ["rape"]


def test_an_hour_without_an_inspector_is_counted_and_placed() -> None:
    hughes = next(person for person in PEOPLE if person.collar == "2201")
    days = replace(hughes, tours=(Tour(frozenset(range(7)), time(7), time(19)),))
    people = [days if p.collar == "2201" else p for p in PEOPLE if p.collar != "3101"]
    (found,) = (each for each in staffing(FORCE, people) if each.code == "no_inspector_at")
    assert sentence(found) == (
        "Carmarthenshire has no inspector on duty for 84 hours of the week, first mon 00:00."
    )


def test_a_line_of_the_roster_that_has_ended_fills_no_row(well: Settings, tmp_path: Path) -> None:
    path = tmp_path / "ended.csv"
    text = DEMO.read_text(encoding="utf-8")
    path.write_text(text.replace("2021-10-01,", "2021-10-01,2026-11-19"), encoding="utf-8")
    assert any(
        line.startswith("The roster has no Force Incident") for line in told(replace(well, roster=path))
    )


def test_every_finding_has_words_and_every_word_a_finding() -> None:
    code = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "bot" / "doctor").glob("*.py"))
    assert [p.stem for p in (FOLDER / "doctor").glob("*.j2") if f'"{p.stem}"' not in code] == []


def test_a_finding_names_a_person_as_everybody_does() -> None:
    rees = Person("842", "Carys", "Rees", "constable", "powys")
    found = Finding("account_unknown", {"person": rees, "account": "U0REES"})
    assert sentence(found) == "PC 842 Rees is on the roster with U0REES, whom Slack does not know."


def test_leave_without_a_cover_is_found_with_its_first_hour(well: Settings) -> None:
    leave = DutyChange("2201", False, AT + timedelta(hours=3), AT + timedelta(hours=27))
    day = DutyChange("3101", False, AT, AT + timedelta(days=8))
    found = list(absences(FORCE, PEOPLE, (leave, day), DAY))
    assert [sentence(each) for each in found] == [
        "As duty was changed, Carmarthenshire has neither an inspector nor a cover for 24 hours of the next"
        " week, first 20/11 17:00."
    ]
    covered = replace(leave, cover="2202")
    assert list(absences(FORCE, PEOPLE, (covered, day), DAY)) == []


def test_the_doctor_reads_duty_as_it_was_changed_from_the_database(well: Settings, database_url: str) -> None:
    store = Store(database_url, FORCE, Roster(PEOPLE))
    off = DutyChange("2204", False, AT, AT + timedelta(days=2))
    store.write_now(duty_changes.add, AT, off, "2204")
    store.close()
    [said] = told(replace(well, database_url=database_url))
    assert "Powys has neither an inspector nor a cover" in said
