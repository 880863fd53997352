"""What a feed brings again long after its time: counted, and never made new and overdue."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.crime import CrimeReport
from bot.domain.incident import IncidentReport
from bot.services.crimes import records
from bot.services.feeds.intake import Taken
from bot.services.keeping import retention
from bot.store import intake as bulk
from bot.store.work import Conflict
from tests.builders import AT, FORCE, INSPECTOR, OFFICER, Station, everything, hours, key_of, report
from tests.crimes import listen
from tests.services.forgetting import DAYS, forget, lived, over, whole

LONG_AGO = AT - timedelta(days=DAYS, hours=30)


def old(number: str = "9", category: str = "theft", **said: object) -> IncidentReport:
    """A report of before the retention period."""
    made = report(number, category, key=key_of(number, LONG_AGO.date()))
    return replace(made, **{"reported_at": LONG_AGO, **said})  # type: ignore[arg-type] # a test's shorthand


def test_a_forgotten_incident_that_comes_again_is_counted_and_not_taken_in(empty: Station) -> None:
    lived(empty)
    then = over(empty)
    forget(then)
    before = everything(empty.store)
    assert then.receive(report(ago=23)) == Taken(too_old=1)
    assert everything(empty.store) == before
    assert then.move_on() == 0


@pytest.mark.parametrize("category", ["theft", "homicide"])
def test_a_forgotten_incident_does_not_come_back_corrected(empty: Station, category: str) -> None:
    lived(empty)
    then = over(empty)
    forget(then)
    moved = replace(report(category=category), reported_at=then.at - hours(3), crime_refs=("47/5/26",))
    assert then.receive(moved) == Taken(too_old=1)
    assert (then.move_on(), whole(empty.store)[0]) == (0, True)


def test_a_report_older_than_the_retention_period_is_counted_and_not_taken_in(empty: Station) -> None:
    assert empty.receive(old(), report()) == Taken(fresh=1, too_old=1)
    assert [row[4] for row in everything(empty.store)["incidents"]] == ["123"]


def test_an_old_incident_that_we_hold_still_changes(empty: Station) -> None:
    long_ago = empty.later(days=-DAYS - 1, hours=-6)
    long_ago.receive(old())
    assert empty.receive(old(category="burglary_other")) == Taken(changed=1)


@pytest.mark.parametrize("field", ["reported_at", "logged_at", "closed_at"])
def test_one_wrong_year_does_not_make_a_report_too_old(empty: Station, field: str) -> None:
    said = {"logged_at": LONG_AGO, "closed_at": LONG_AGO, field: AT - hours(1)}
    assert empty.receive(old(**said)).fresh == 1


def test_a_report_whose_number_is_of_today_is_taken_in_whatever_its_time_says(empty: Station) -> None:
    assert empty.receive(replace(old(), key=key_of("9"))).fresh == 1


def test_the_very_day_of_the_retention_period_is_taken_in(empty: Station) -> None:
    edge = AT - timedelta(days=DAYS)
    on_it = replace(report(key=key_of(day=edge.date())), reported_at=edge)
    assert empty.receive(on_it).fresh == 1


def test_a_thousand_reports_too_old_are_left_out_of_one_batch(empty: Station) -> None:
    batch = [old(str(n)) for n in range(999)]
    assert empty.receive(*batch, report()) == Taken(fresh=1, too_old=999)


def crime(**said: object) -> CrimeReport:
    """A crime record of the incident 123 of the day."""
    made = CrimeReport(FORCE.id, "NC/1/26", AT - hours(1), key_of(), offence_class="theft")
    return replace(made, **said)  # type: ignore[arg-type] # a test's shorthand


def test_a_crime_record_of_a_forgotten_incident_is_counted_and_not_taken_in(empty: Station) -> None:
    empty.receive(report(ago=23))
    empty.do(records.take, "niche", [crime()])
    if empty.offence().sign_off_due:
        empty.sign_off(INSPECTOR)
    then = over(empty)
    assert forget(then).incidents == 1
    before = everything(empty.store)
    assert before["crimes"] == []
    assert then.do(records.take, "niche", [crime()]) == Taken(too_old=1)
    assert everything(empty.store) == before


def test_an_old_crime_record_of_an_incident_that_we_hold_settles_it(empty: Station) -> None:
    empty.receive(report(ago=23))
    assert empty.later(days=DAYS * 2).do(records.take, "niche", [crime()]).fresh == 1
    assert empty.offence().crime_ref == "NC/1/26"


@pytest.mark.parametrize(
    "said",
    [
        {"reclassified_at": AT + timedelta(days=DAYS), "incident": None},
        {"cancelled_at": AT + timedelta(days=DAYS)},
    ],
)
def test_a_crime_record_that_may_be_of_today_is_taken_in(empty: Station, said: dict[str, object]) -> None:
    assert empty.later(days=DAYS + 1).do(records.take, "niche", [crime(**said)]).fresh == 1


def test_a_record_without_an_incident_is_forgotten_in_its_time(empty: Station) -> None:
    empty.do(records.take, "niche", [crime()])
    assert over(empty, seconds=0).do(retention.forget_crimes) == 0
    assert over(empty).do(retention.forget_crimes) == 1


def test_a_record_of_no_incident_that_was_forgotten_does_not_come_in_as_new(empty: Station) -> None:
    empty.do(records.take, "niche", [crime(incident=None)])
    then = over(empty)
    assert then.do(retention.forget_crimes) == 1
    assert then.do(records.take, "niche", [crime(incident=None)]) == Taken(too_old=1)
    assert everything(empty.store)["crimes"] == []


def test_an_old_record_of_no_incident_that_a_claim_names_is_taken_in(empty: Station) -> None:
    listen(empty).receive()
    empty.record(OFFICER, "NC/1/26")
    assert over(empty).do(records.take, "niche", [crime(incident=None)]).fresh == 1


def test_a_change_of_what_is_forgotten_just_then_is_looked_at_again(empty: Station) -> None:
    key = str(lived(empty).incident().key)
    row = empty.see(bulk.held, [key])[key]
    forget(over(empty))
    with pytest.raises(Conflict):  # the store tries the whole batch again: then it is too old
        empty.do(bulk.write_change, row, report(ago=23, grade="1"), False)
