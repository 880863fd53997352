"""What load_force says of a page that somebody got wrong: every fault, its line, its reason."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.config import SHIPPED_FORCE
from bot.force import ForceError, load_force
from bot.problems import Problem

SHIPPED = SHIPPED_FORCE.read_text(encoding="utf-8")


def line_with(text: str, words: str) -> int:
    return next(n for n, line in enumerate(text.split("\n"), start=1) if words in line)


def problems_of(path: Path, text: str) -> tuple[Problem, ...]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ForceError) as failed:
        load_force(path)
    return failed.value.problems


def changed(was: str, becomes: str) -> str:
    assert was in SHIPPED, was
    return SHIPPED.replace(was, becomes, 1)


# what stands on the page, what somebody wrote instead, and part of what they are told
CASES = {
    "an unknown key": ("alert_minutes", "alert_minuts", "did you mean alert_minutes?"),
    "a channel named twice": ('"bcu-powys"', '"bcu-ceredigion"', "is already units.ceredigion.channel"),
    "the same channel": ('"cofnod-operations"', '"restricted-incidents"', "is already restricted_channel"),
    "a time zone": ('"Europe/London"', '"Europe/Llandeilo"', "should be a time zone"),
    "a language": ('["en", "cy"]', '["en", "kw"]', "should be 'en' or 'cy'"),
    "text for a number": ("sample_percent = 10", 'sample_percent = "10"', "should be a valid integer"),
    "a meeting's time": ('at = "08:30"', 'at = "25:30"', "should be a time of day like 08:30"),
    "a meeting's days": ('45, days = "mon-sun"', '45, days = "mo-su"', "should name days like mon-fri"),
    "a county without": (', dmm = { at = "09:15", minutes = 45, days = "mon-sun" }', "", "a BCU meets"),
    "hours of a unit": ('"daily 07:00-23:00"', '"7 to 11"', "should be hours like"),
    "stages out of order": ("urgent = 2", "urgent = 12", "should be less than no_meeting_left"),
    "a stage too early": ("approaching = 12", "approaching = 24", "should be less than hours"),
    "a class of a category": ('["fraud"]', '["frod"]', "did you mean fraud?"),
    "a clock without a class": (', classes = ["drugs"] }', " }", "an offence with a clock has a class"),
    "a rule": ('"Larwm", rule = "watched"', '"Larwm", rule = "wached"', "should be 'clock' or 'watched'"),
    "a Welsh name left out": (', cy = "Anghydfod sifil"', "", "categories.civil_dispute.cy is missing"),
    "an action": ("[permissions.negate]", "[permissions.negat]", "did you mean negate?"),
    "a row of the matrix": ('ccb = ["insp', 'ccbb = ["insp', "did you mean ccb?"),
    "a word of the matrix": ('["sergeant", "fim", ', '["sargeant", "fim", ', "did you mean sergeant?"),
    "a wrong decision": ('decision = "contrary"', 'decision = "crime"', "should be contrary, no_offence"),
    "a decision too many": ("C5 = { en", 'C5 = { decision = "crime", en', "should be left out"),
    "a code": ("KNO = {", "kno = {", "up to 12 capital letters and digits"),
    "a part of a link": ("/log/{date}/{number}", "/log/{date}/{name}", "names {name}"),
    "incidents kept too shortly": ("incidents = 730", "incidents = 73", "should be at least 180: what is"),
    "a unit of a dial-in": ('units = ["crb"]', 'units = ["crd"]', "did you mean crb?"),
    "a rank of a dial-in": (
        '["sergeant", "inspector"], promoted',
        '["sergent"], promoted',
        "did you mean sergeant?",
    ),
    "a dial-in's rhythm": (
        'day = "tue", ',
        'day = "tue", weeks = 2, ',
        "knows in which weeks",
    ),
    "a dial-in's link": ('day = "mon", ', 'day = "mon", joining = "http://x.example", ', "or an https link"),
    "the Registrar on the ladder": (
        'urgent = [{ tell = "fim"',
        'urgent = [{ tell = "registrar"',
        "the Registrar is independent and stands on no ladder",
    ),
    "whom a step tells": (
        'supervisor = [{ tell = "se',
        'supervisor = [{ tell = "sa',
        "did you mean sergeant?",
    ),
    "a superintendent for all": (
        ', only_for = ["rape", "n100", "da+high_risk"]',
        "",
        "would wake a superintendent for everything",
    ),
    "the sergeant's hours": (
        "supervisor_left = 6",
        "supervisor_left = 25",
        "should lie between clock.urgent",
    ),
    "half of the quiet hours": ('from = ""', 'from = "22:00"', "quiet hours begin and end"),
    "an edition's day": ("2023-05-15", "2015-04-01", "is the day of 2015-04 too"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_wrong_value_is_named_with_its_line_and_reason(case: str, tmp_path: Path) -> None:
    was, becomes, reason = CASES[case]
    (found,) = [p for p in problems_of(tmp_path / "force.toml", changed(was, becomes)) if reason in p.reason]
    assert (found.file, found.line) == ("force.toml", line_with(SHIPPED, was))


def test_every_fault_is_told_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    text = SHIPPED
    for was, becomes, _ in CASES.values():
        text = text.replace(was, becomes, 1)
    found = problems_of(tmp_path / "force.toml", text)
    untold = [case for case, (_, _, reason) in CASES.items() if not any(reason in p.reason for p in found)]
    assert untold == ["a Welsh name left out"]  # because which languages are spoken is wrong too
    assert [p.line for p in found] == sorted(p.line for p in found)


def test_what_a_step_is_only_for_is_a_class_a_qualifier_or_a_marker(tmp_path: Path) -> None:
    (found,) = problems_of(tmp_path / "force.toml", changed('"da+high_risk"', '"da+high_risc"'))
    assert "did you mean high_risk?" in found.reason
    assert found.line == line_with(SHIPPED, "da+high_risk")


def test_the_deputy_is_on_no_ladder_either(tmp_path: Path) -> None:
    text = changed('overdue = [{ tell = "inspector"', 'overdue = [{ tell = "deputy_registrar"')
    (found,) = problems_of(tmp_path / "force.toml", text)
    assert "stands on no ladder" in found.reason


def test_a_page_without_a_table_says_which_is_missing(tmp_path: Path) -> None:
    text = SHIPPED[: SHIPPED.index("[editions]")]
    (found,) = problems_of(tmp_path / "force.toml", text)
    assert str(found) == "force.toml, line 1: editions is missing."


def test_broken_toml_is_told_with_the_line_where_it_breaks(tmp_path: Path) -> None:
    text = changed("[clock]", "[clock")
    (found,) = problems_of(tmp_path / "force.toml", text)
    assert found.line in (line_with(SHIPPED, "[clock]"), line_with(SHIPPED, "[clock]") + 1)
    assert found.reason.startswith("This is not TOML")


def test_a_page_that_is_not_text_is_one_fault(tmp_path: Path) -> None:
    path = tmp_path / "force.toml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ForceError, match="not a text file"):
        load_force(path)


def test_a_page_that_is_not_there_is_one_fault(tmp_path: Path) -> None:
    with pytest.raises(ForceError, match="not a text file"):
        load_force(tmp_path / "nowhere.toml")


def test_class_rows_that_shut_everybody_out_are_refused(tmp_path: Path) -> None:
    text = changed('\nda = ["inspector", "ddm", "registrar", "deputy_registrar"]', '\nda = ["inspector"]')
    (found,) = problems_of(tmp_path / "force.toml", text)
    assert found.line == line_with(SHIPPED, "[permissions.confirm]")
    assert "lets nobody act on an offence of several classes" in found.reason


@given(line=st.integers(0, SHIPPED.count("\n")), words=st.text(max_size=20))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_page_with_a_line_replaced_is_read_or_refused_and_nothing_else(
    tmp_path: Path, line: int, words: str
) -> None:
    lines = SHIPPED.split("\n")
    lines[line] = words
    text = "\n".join(lines).encode("utf-8", "surrogatepass")
    path = tmp_path / "force.toml"
    path.write_bytes(text)
    last = len(lines) + words.count("\n") + 1
    assert all(0 <= problem.line <= last for problem in _problems(path))


def _problems(path: Path) -> tuple[Problem, ...]:
    try:
        load_force(path)
    except ForceError as refused:
        return refused.problems
    return ()
