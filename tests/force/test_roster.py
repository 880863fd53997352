"""What load_roster reads, and what it says of a roster that somebody got wrong."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.config import SHIPPED_FORCE
from bot.domain.duty import on_until
from bot.domain.people import Accreditation, Person
from bot.force import load_force
from bot.roster import COLUMNS, RosterError, load_roster

FORCE = load_force(SHIPPED_FORCE)
HEAD = ",".join(COLUMNS)
REES = "842,Carys,Rees,constable,powys,,PIP1:2021-05,daily 07:00-19:00,U0REES,c.rees@example.org,,2021-01-11,"


def read(path: Path, *lines: str, head: str = HEAD) -> tuple[Person, ...]:
    path.write_text("\n".join([head, *lines, ""]), encoding="utf-8")
    return load_roster(path, FORCE)


def told(path: Path, *lines: str, head: str = HEAD) -> list[str]:
    with pytest.raises(RosterError) as failed:
        read(path, *lines, head=head)
    return str(failed.value).splitlines()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "roster.csv"


def test_a_line_of_the_roster_becomes_a_person(path: Path) -> None:
    (rees,) = read(path, REES)
    assert (rees.collar, rees.surname, rees.rank, rees.unit) == ("842", "Rees", "constable", "powys")
    assert rees.accreditations == (Accreditation("PIP1", date(2021, 5, 1)),)
    assert rees.valid_from == date(2021, 1, 11)
    assert on_until(rees, datetime(2026, 11, 20, 14, tzinfo=UTC), FORCE.zone) is not None


def test_a_spreadsheets_mark_and_spare_commas_do_no_harm(path: Path) -> None:
    path.write_text(f"\ufeff{HEAD}\r\n{REES},,\r\n,,,\r\n", encoding="utf-8")
    assert [p.collar for p in load_roster(path, FORCE)] == ["842"]


def test_columns_may_stand_in_any_order_and_some_be_left_out(path: Path) -> None:
    (person,) = read(path, "staff,Probert,9001,,registrar", head="rank,surname,collar,unit,roles")
    assert person.holds("registrar")
    assert not person.tours


def test_a_move_to_another_unit_is_a_second_line_with_its_own_dates(path: Path) -> None:
    people = read(path, f"{REES}2025-12-31", REES.replace("powys", "cih").replace("2021-01-11", "2026-01-01"))
    on = [[p.unit for p in people if p.valid_on(date(year, 6, 1))] for year in (2020, 2025, 2026)]
    assert on == [[], ["powys"], ["cih"]]


CASES = {
    "collar": ("842,", "842-1,", "should be 1 to 6 letters and digits"),
    "forename": ("Carys", "<!here>", "should be a plain name"),
    "surname": ("Rees,c", ",c", "is empty"),
    "rank": ("constable", "sargeant", "did you mean sergeant?"),
    "unit": ("powys", "powis", "did you mean powys?"),
    "roles": ("powys,,", "powys,registar,", "did you mean registrar?"),
    "accreditations": ("PIP1:2021-05", "PIP1:May", "should be a date like 2026-11-20"),
    "duty": ("daily 07:00-19:00", "days", "should be hours like"),
    "slack_ids": ("U0REES", "@rees", "should be Slack member ids"),
    "email": ("c.rees@example.org", "c.rees", "should be an e-mail address"),
    "language": ("org,,", "org,fr,", "should be one of en, cy"),
    "valid_from": ("2021-01-11", "11/01/21", "should be a date like 2026-11-20"),
    "valid_to": ("2021-01-11,", "2021-01-11,2020-01-01", "is before valid_from"),
}


@pytest.mark.parametrize("column", CASES)
def test_a_bad_cell_is_named_with_line_column_and_reason(column: str, path: Path) -> None:
    was, becomes, reason = CASES[column]
    assert was in REES
    (line,) = told(path, "1,,Fine,staff,", REES.replace(was, becomes, 1))
    assert line.startswith(f"roster.csv, line 3: {column} ")
    assert reason in line


def test_every_bad_cell_is_told_at_once_by_line(path: Path) -> None:
    lines = told(path, REES.replace("constable", "boss").replace("powys", "mars"), REES.replace("842", "?"))
    assert [line.split(": ")[1].split()[0] for line in lines] == ["rank", "unit", "collar"]


def test_one_collar_cannot_stand_twice_for_the_same_day(path: Path) -> None:
    (line,) = told(path, f"{REES}2026-01-01", REES.replace("2021-01-11", "2026-01-01"))
    assert line == "roster.csv, line 3: collar stands on line 2 too, for some of the same days."


def test_a_slack_account_and_an_address_belong_to_one_person(path: Path) -> None:
    lines = told(path, REES, REES.replace("842,Carys", "843,Cerys"))
    assert [line.partition(": ")[2].split()[0] for line in lines] == ["email", "slack_ids"]


def test_one_person_may_have_several_slack_accounts(path: Path) -> None:
    (person,) = read(path, REES.replace("U0REES", "U0REES W0REESHOME"))
    assert person.slack_ids == ("U0REES", "W0REESHOME")


def test_a_line_after_a_quoted_newline_keeps_its_own_number(path: Path) -> None:
    lines = told(
        path, REES.replace("daily 07:00-19:00", '"daily 07:00-19:00;\nsat 20:00-22:00"'), "?,,x,staff,"
    )
    assert lines == ["roster.csv, line 4: collar should be 1 to 6 letters and digits."]


def test_a_wrong_heading_is_told_before_any_line(path: Path) -> None:
    assert told(path, REES, head=HEAD.replace("rank", "rang")) == [
        "roster.csv, line 1: rang is not a column of the roster; did you mean rank?",
        "roster.csv, line 1: rank is missing.",
    ]


def test_a_roster_of_nobody_is_refused(path: Path) -> None:
    assert told(path) == ["roster.csv, line 1: this roster has nobody in it."]


def test_a_roster_that_is_not_there_is_one_fault(path: Path) -> None:
    with pytest.raises(RosterError, match="not a text file"):
        load_roster(path, FORCE)


@given(st.text(max_size=120))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_a_roster_or_is_refused_by_line(path: Path, text: str) -> None:
    path.write_bytes(f"{HEAD}\n{REES}\n{text}".encode("utf-8", "surrogatepass"))
    try:
        said = [p.collar for p in load_roster(path, FORCE)]
    except RosterError as refused:
        said = [p.reason for p in refused.problems]
    assert said
    assert all(said)
