"""What the crime system tells: its records settle the offences that they match, or wait for a person."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.incident import TimeReading
from bot.domain.listing import Waiting
from bot.domain.offence import State
from bot.services.crimes import records
from bot.services.feeds.intake import Taken
from tests.builders import AT, DDM, OFFICER, SERGEANT, Station, everything, hours, key_of, report
from tests.crimes import NICHE, OTHER_REF, REF, crime, held, judged, listen, told, waiting


def test_a_record_settles_the_offence_of_its_kind_and_its_clock_stopped_when_it_was_made(
    station: Station,
) -> None:
    assert told(station) == Taken(1, 0, 0)
    offence, [fact] = station.offence(), station.facts("crime_recorded")
    assert (offence.state, offence.crime_ref, offence.crosses_at) == (State.RECORDED, REF, None)
    assert offence.decided_at == AT - hours(0.5)
    assert (fact["at"], fact["entered"]) == ("2026-11-20T13:30:00Z", "2026-11-20T14:00:00Z")


def test_a_record_made_in_time_whose_row_comes_late_is_not_late(station: Station) -> None:
    later = station.later(hours=30)
    told(later, crime(created_at=AT + hours(1)))
    assert later.offence().decided_at == AT + hours(1) < later.offence().due_at < later.at


def test_an_equal_batch_writes_nothing_at_all(station: Station) -> None:
    told(station, crime(), crime(OTHER_REF, None))
    before = everything(station.store)
    assert told(station.later(hours=1), crime(), crime(OTHER_REF, None)) == Taken(0, 0, 2)
    assert everything(station.store) == before


def test_a_record_of_another_kind_stops_no_clock_and_waits(station: Station) -> None:
    told(station, crime(kind="damage"))
    assert station.offence().state is State.OPEN
    assert waiting(station) == (Waiting(REF, "other_kind", 1),)
    assert station.facts("crime_ref_waiting")[0]["values"]["why"] == "other_kind"


def test_of_two_offences_the_one_of_its_kind_is_settled(station: Station) -> None:
    station.add_offence(OFFICER, category="criminal_damage")
    told(station, crime(kind="damage"))
    assert [o.state for o in station.offences()] == [State.OPEN, State.RECORDED]


def test_two_open_offences_of_its_kind_wait_for_whoever_names_one(station: Station) -> None:
    station.add_offence(OFFICER, category="shoplifting")
    told(station)
    assert waiting(station) == (Waiting(REF, "several", 1),)
    station.about("123", 2).record(OFFICER, REF)
    assert [o.state for o in station.offences()] == [State.OPEN, State.RECORDED]
    assert waiting(station) == ()


def test_the_second_of_two_records_settles_the_offence_that_is_added(station: Station) -> None:
    told(listen(station), crime(), crime(OTHER_REF, created_at=AT - hours(0.2)))
    assert waiting(station) == (Waiting(OTHER_REF, "none_open"),)
    outcome = station.add_offence(OFFICER, category="shoplifting")
    assert [o.crime_ref for o in station.offences()] == [REF, OTHER_REF]
    assert (outcome.offence.state, waiting(station)) == (State.RECORDED, ())


def test_a_record_puts_a_watched_incident_on_record(empty: Station) -> None:
    empty.receive(report(category="collision"))
    told(empty, crime(kind="damage"))
    assert (empty.offence().state, empty.offence().told_at) == (State.RECORDED, AT - hours(1))
    assert empty.kinds() == ["incident_received", "offence_added", "crime_recorded"]


def test_a_record_that_comes_before_its_incident_is_matched_when_that_comes(empty: Station) -> None:
    told(listen(empty))
    empty.receive(report())
    assert (empty.offence().state, empty.offence().decided_at) == (State.RECORDED, AT - hours(0.5))
    assert (held(empty).incident_id, held(empty).n) == (empty.incident().id, 1)


def test_more_records_than_one_transaction_should_hold_are_left_for_the_next(empty: Station) -> None:
    empty.receive(*(report(str(n)) for n in range(1, 81)))
    batch = tuple(crime(f"47/{n}/26", str(n)) for n in range(1, 81))
    taken = told(empty, *batch)
    assert (taken.fresh, len(taken.left)) == (50, 30)
    assert told(empty, *taken.left) == Taken(30, 0, 0)  # type: ignore[arg-type]  # all are crimes
    assert {empty.about(str(n)).offence().state for n in range(1, 81)} == {State.RECORDED}


def test_a_reclassified_record_keeps_its_offence_and_what_its_audit_asks(empty: Station) -> None:
    empty.receive(report(category="harassment"))
    told(empty, crime(kind="harassment"))
    told(empty, crime(kind="stalking", reclassified_at=AT - timedelta(minutes=5)))
    [fact] = empty.facts("crime_reclassified")
    assert (fact["at"], fact["offence"]) == ("2026-11-20T13:55:00Z", 1)
    assert (fact["values"]["before"], fact["values"]["now"]) == ("harassment", "stalking")
    assert (empty.offence().state, empty.offence().sign_off_due) == (State.RECORDED, True)


def test_a_record_that_waits_is_matched_once_it_is_reclassified(station: Station) -> None:
    told(station, crime(kind="damage"))
    told(station, crime(kind="theft"))
    assert (station.offence().state, waiting(station)) == (State.RECORDED, ())


def test_a_record_moved_to_another_incident_opens_the_first_one_again(station: Station) -> None:
    station.receive(report("124"))
    told(station)
    told(station, crime(number="124"))
    first, second = station.offence(), station.about("124").offence()
    assert (first.state, first.crime_ref, first.due_at) == (State.OPEN, None, AT + hours(23))
    assert (second.state, second.crime_ref) == (State.RECORDED, REF)
    assert station.facts("crime_unlinked")[0]["values"]["to"] == str(key_of("124"))


def test_a_record_that_names_no_incident_any_more_keeps_its_match(station: Station) -> None:
    told(station)
    told(station, crime(number=None))
    assert station.offence().state is State.RECORDED


def test_a_returned_record_is_not_settled_again_by_the_same_crime(station: Station) -> None:
    told(station)
    station.send_back(SERGEANT, "REF")
    told(station, crime(classification="Theft from a shop"))
    assert station.offence().state is State.RETURNED


def test_a_stamp_from_the_future_stays_when_it_was_first_seen(station: Station) -> None:
    ahead = {"reading": TimeReading.FUTURE, "raw_created_at": "2026-11-21 09:00"}
    told(station, crime(created_at=AT, **ahead))
    before = everything(station.store)
    later = station.later(hours=2)
    assert told(later, crime(created_at=later.at, **ahead)) == Taken(0, 0, 1)
    assert everything(station.store) == before


def test_records_of_another_day_with_the_same_number_are_none_of_ours(station: Station) -> None:
    yesterday: datetime = AT - timedelta(days=1)
    told(station, crime(incident=key_of("123", yesterday.date())))
    assert station.offence().state is State.OPEN


def test_a_reference_is_the_same_in_small_letters(station: Station) -> None:
    station.do(records.take, NICHE, [crime("nc/1/26")])
    assert station.offence().crime_ref == "NC/1/26"


def test_an_incident_of_which_there_is_a_crime_of_rape_leaves_the_units_channel(station: Station) -> None:
    told(station)
    told(station, crime(kind="rape"))
    assert station.incident().restricted
    assert any(m.channel == "restricted-incidents" for m in station.messages("list"))
    station.receive(report(grade="1"))
    assert station.incident().restricted, "the log knows nothing of it"


def test_what_happens_to_a_record_of_no_incident_happens_to_the_offence_that_carries_it(
    station: Station,
) -> None:
    listen(station)
    station.record(OFFICER, REF)
    nobodys = crime(number=None, kind="damage")
    told(station, nobodys)
    judged(station)
    told(station, replace(nobodys, cancelled_at=AT, cancel_code="C3", decision_maker=DDM))
    assert station.offence().state is State.CANCELLED
    station.receive(report("124", "criminal_damage"))
    told(station, crime(number="124", kind="damage"))
    assert (station.offence().state, station.about("124").offence().state) == (State.OPEN, State.RECORDED)


def test_a_cancelled_record_does_not_settle_what_a_later_change_of_the_log_brings(station: Station) -> None:
    told(listen(station), crime(kind="damage", cancelled_at=AT, cancel_code="C3"))
    station.receive(report(category="criminal_damage", opening_category="theft"))
    assert station.offence().state is State.OPEN


def test_a_rape_that_names_no_incident_keeps_the_log_of_whoever_typed_it_restricted(station: Station) -> None:
    listen(station).record(OFFICER, REF)
    told(station, crime(number=None, kind="rape"))
    judged(station)
    assert station.incident().restricted
    station.receive(report(grade="1"))
    assert station.incident().restricted, "the log knows nothing of it"
