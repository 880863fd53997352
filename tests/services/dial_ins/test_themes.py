"""The agenda of a dial-in: counted from what happened, in numbers that single nobody out."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.agenda import FEW, Agenda, Counted
from bot.domain.force import Edition
from bot.services.dial_ins import asking, themes
from bot.store.dial_ins import DialIn
from tests.builders import AT, DAY, FORCE, INSPECTOR, OFFICER, SERGEANT, Station, report
from tests.services.dial_in_rig import asked

SOON = DialIn("force", date(2026, 11, 23), AT + timedelta(days=5), 45, "", planned_at=AT)


def agenda(station: Station) -> Agenda:
    """This week's agenda of the force's dial-in, kept and read again."""
    found = station.see(themes.of, SOON)
    again = themes.unpacked(themes.packed(found))
    assert again == found
    return again


def returned(station: Station, number: str, code: str) -> None:
    """Let a record be returned for a reason."""
    station.receive(report(number))
    one = station.about(number)
    one.record(OFFICER, crime=f"47/{number}/26")
    one.send_back(SERGEANT, code)


def test_what_did_not_happen_is_not_on_it(empty: Station) -> None:
    assert agenda(empty).empty


def test_reasons_are_counted_and_a_small_number_is_a_few(empty: Station) -> None:
    for number in range(201, 201 + FEW):
        returned(empty, str(number), "CRM")
    returned(empty, "301", "REF")
    assert agenda(empty).returned == (Counted("CRM", FEW), Counted("REF", None))


def test_what_went_overdue_in_one_unit_is_a_cluster_from_three_on(empty: Station) -> None:
    many = [report(str(n), "harassment", ago=25) for n in range(201, 204)]
    few = [report(str(n), "theft", ago=25, unit="powys") for n in range(301, 303)]
    empty.receive(*many, *few)
    empty.move_on()
    made = agenda(empty)
    assert made.late == (Counted("carmarthenshire", 3),)
    assert made.kinds == (Counted("harassment", 3),)


def test_a_restricted_category_is_not_named_among_the_overdue(empty: Station) -> None:
    empty.receive(*(report(str(n), "rape", ago=25) for n in range(201, 204)))
    empty.move_on()
    made = agenda(empty)
    assert made.late == (Counted("carmarthenshire", 3),)
    assert made.kinds == ()


def test_n100s_and_crimes_within_crimes_are_counted(empty: Station) -> None:
    empty.receive(*(report(str(n), "rape") for n in range(201, 204)))
    for n in range(201, 204):
        empty.about(str(n)).n100(INSPECTOR)
    empty.receive()
    empty.add_offence(OFFICER, AT - timedelta(minutes=50))
    made = agenda(empty)
    assert made.n100 == Counted("n100", 3)
    assert made.within == Counted("within", None)


def test_what_happened_before_the_week_is_no_theme_of_it(empty: Station) -> None:
    for number in range(201, 204):
        returned(empty, str(number), "CRM")
    assert agenda(empty.later(days=6, hours=23)).returned == (Counted("CRM", 3),)
    assert agenda(empty.later(days=7, minutes=1)).returned == ()


def test_rules_that_change_and_questions_that_wait_stand_on_it(empty: Station) -> None:
    soon = Edition("2026-12", date(2026, 12, 1), {"en": "x", "cy": "y"})
    empty.store.force = replace(FORCE, editions=(*FORCE.editions, soon))
    empty.do(asking.ask, asked(OFFICER), "force", "Who records it where two forces are told?")
    made = agenda(empty)
    assert made.editions == ("2026-12",)
    assert [(q.words, q.day) for q in made.questions] == [("Who records it where two forces are told?", DAY)]
