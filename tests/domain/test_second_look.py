"""Which logs are worth a second look."""

from bot.domain.second_look import Signal, Telling, signals
from tests.builders import FORCE


def look(*categories: str, refs: int = 0, closed: bool = True, traits: tuple[str, ...] = ()) -> set[Signal]:
    """The signals of a log that was called this and then that."""
    return set(signals(FORCE, [Telling(c, traits) for c in categories], refs, closed))


def test_a_closed_log_that_looks_like_crime_and_has_no_reference_is_worth_a_look() -> None:
    assert look("theft") == {Signal.NO_REFERENCE}
    assert look("theft", closed=False) == set()
    assert look("theft", refs=1) == set()
    assert look("collision") == set()


def test_a_log_that_was_called_a_crime_once_still_looks_like_one() -> None:
    assert look("violence", "collision") == {Signal.NO_REFERENCE}
    assert look("collision", traits=("hate_race",)) == {Signal.NO_REFERENCE}


def test_more_kinds_of_offence_than_references_suggest_a_crime_within_a_crime() -> None:
    assert look("violence", "criminal_damage", refs=1) == {Signal.MORE_OFFENCES}
    assert look("violence", "criminal_damage", refs=2) == set()
    assert look("violence_da", refs=1) == set()


def test_a_category_that_moved_off_the_audit_list_is_worth_a_look() -> None:
    assert look("harassment", "theft", refs=2) == {Signal.OFF_AUDIT}
    assert look("theft", "harassment", refs=2) == set()
    assert look("harassment", "theft", "harassment", refs=2) == set()
