"""In which zone stamps without an offset are, by what they give away."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.sources.guessing.exports import UNITS, guessed, moments, table, tried, written

LONDON = ZoneInfo("Europe/London")
SPRING, AUTUMN = datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 10, 20, tzinfo=UTC)
QUARTERS = timedelta(minutes=10)


def export(
    folder: Path, stamps: list[datetime], head: str = "Received", form: str = "%d/%m/%Y %H:%M"
) -> Path:
    """An export of incidents received at these times, as they are written."""
    rows = [(str(n), at.strftime(form), "THEFT", UNITS[n % 4]) for n, at in enumerate(stamps, 1)]
    return written(folder, "log.csv", table(("Log No", head, "Category", "BCU"), rows))


def reasons(path: Path) -> tuple[str, list[str]]:
    """The zone, and why."""
    made = guessed(path)
    return made.tables["time_zone"], [note.code for note in made.about("time_zone")]


def test_stamps_in_the_skipped_hour_prove_utc(tmp_path: Path) -> None:
    path = export(tmp_path, moments(300, SPRING, QUARTERS))
    assert reasons(path) == ("UTC", ["zone_skipped_hour"])
    report = tried(path, guessed(path))
    assert report.tally.bad == 0
    assert report.earliest == SPRING


def test_local_stamps_around_the_spring_change_prove_nothing(tmp_path: Path) -> None:
    local = [at.astimezone(LONDON) for at in moments(300, SPRING, QUARTERS)]
    assert reasons(export(tmp_path, local)) == ("Europe/London", ["zone_default"])


def test_the_hour_that_comes_twice_proves_local_time(tmp_path: Path) -> None:
    local = [at.astimezone(LONDON) for at in moments(1500, AUTUMN, QUARTERS)]
    assert reasons(export(tmp_path, local)) == ("Europe/London", ["zone_double_hour"])


def test_utc_stamps_around_the_autumn_change_are_not_called_local(tmp_path: Path) -> None:
    assert reasons(export(tmp_path, moments(1500, AUTUMN, QUARTERS)))[1] == ["zone_default"]


@pytest.mark.parametrize(
    ("head", "zone", "why"),
    [
        ("Received (UTC)", "UTC", "zone_header_utc"),
        ("Received GMT", "UTC", "zone_header_utc"),
        ("Received (local)", "Europe/London", "zone_header_local"),
    ],
)
def test_a_header_that_names_its_zone_is_believed(head: str, zone: str, why: str, tmp_path: Path) -> None:
    assert reasons(export(tmp_path, moments(30), head)) == (zone, [why])


def test_a_stamp_that_names_utc_behind_it_is_believed(tmp_path: Path) -> None:
    path = export(tmp_path, moments(30), form="%d/%m/%Y %H:%M UTC")
    assert reasons(path) == ("UTC", ["zone_header_utc"])
    assert tried(path, guessed(path)).tally.bad == 0


def test_stamps_with_offsets_need_no_zone(tmp_path: Path) -> None:
    path = export(tmp_path, moments(30), form="%Y-%m-%dT%H:%M:%S+01:00")
    assert reasons(path) == ("Europe/London", ["zone_offsets"])


def test_a_file_older_than_its_newest_stamp_as_utc_is_local(tmp_path: Path) -> None:
    july = [at.astimezone(LONDON) for at in moments(30, datetime(2026, 7, 1, tzinfo=UTC))]
    path = export(tmp_path, july)
    os.utime(path, (july[-1].timestamp() + 120,) * 2)
    assert reasons(path) == ("Europe/London", ["zone_newest_local"])


def test_nothing_is_concluded_from_a_file_older_than_everything_in_it(tmp_path: Path) -> None:
    path = export(tmp_path, moments(30, datetime(2026, 7, 1, tzinfo=UTC)))
    os.utime(path, (datetime(2026, 6, 1, tzinfo=UTC).timestamp(),) * 2)
    assert reasons(path)[1] == ["zone_default"]


def test_a_utc_export_without_days_in_its_references_is_pointed_out(tmp_path: Path) -> None:
    made = guessed(export(tmp_path, moments(30), "Received (UTC)"))
    assert "day_in_utc" in [note.code for note in made.about("reference.pattern")]
