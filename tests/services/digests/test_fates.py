"""What became of the reported offences that are held, judged as a replay judges them."""

from collections import Counter
from datetime import datetime, timedelta

from bot.domain.figures import Outcome, outcome
from bot.services.digests.fates import Placed, fates
from bot.store import waiting_refs
from bot.store.work import Work
from tests.builders import AT, OFFICER, SERGEANT, Station, hours, report

LONG_AGO = AT - hours(48)


def told(station: Station, since: datetime = LONG_AGO, units: tuple[str, ...] | None = None) -> list[Placed]:
    """The fates of what police were told until now."""
    found: list[Placed] = station.see(fates, since, station.at, units)
    return found


def became(station: Station, **later: float) -> Counter[Outcome]:
    """What became of everything, some time on."""
    now = station.later(**later)
    return Counter(outcome(each.fate, now.at) for each in told(now))


def test_a_record_in_time_one_that_is_late_and_none_are_told_apart(station: Station) -> None:
    station.receive(report("124"), report("125"))
    station.record(OFFICER)
    station.later(hours=30).about("124").record(OFFICER, "48/1/26")

    assert became(station, hours=1) == {Outcome.RUNNING: 3}
    assert became(station, hours=31) == {Outcome.MET: 1, Outcome.LATE: 1, Outcome.OVERDUE: 1}


def test_a_negation_runs_on_until_a_second_person_confirms_it(station: Station) -> None:
    station.negate(SERGEANT)
    assert became(station, hours=30) == {Outcome.OVERDUE: 1}
    station.later(hours=30).confirm("1104")
    assert became(station, hours=31) == {Outcome.NEGATED: 1}


def test_a_cancelled_crime_and_an_unmatched_reference_are_counted_apart(station: Station) -> None:
    station.receive(report("124"))
    station.record(OFFICER)
    station.cancel("9010")
    station.do(_wait_for_a_match, "124")
    assert became(station, hours=30) == {Outcome.CANCELLED: 1, Outcome.UNMATCHED: 1}


def test_an_offence_belongs_to_its_own_category_and_its_incidents_unit(station: Station) -> None:
    station.add_offence(OFFICER, AT - hours(0.5), "harassment")
    station.receive(report("124", "violence", unit="powys"))
    assert [(each.unit, each.category, each.n) for each in told(station)] == [
        ("carmarthenshire", "theft", 1),
        ("powys", "violence", 1),
        ("carmarthenshire", "harassment", 2),
    ]
    assert [each.unit for each in told(station, units=("powys",))] == ["powys"]


def test_only_what_police_were_told_of_in_the_time_that_was_asked_for_counts(station: Station) -> None:
    assert len(told(station, AT - hours(1))) == 1
    assert told(station, AT - hours(1) + timedelta(seconds=1)) == []
    assert station.see(fates, AT - hours(9), AT - hours(1)) == []


def _wait_for_a_match(work: Work, number: str) -> None:
    placed = [each for each in fates(work, AT - hours(9), work.at) if each.n == 1]
    waiting_refs.add(work, placed[-1].incident_id, "99/1/26")
