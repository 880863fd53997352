"""Which offence a crime record settles."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.matching import kinds, settled, why_waiting
from tests.builders import FORCE

DAMAGE, HARASSMENT = frozenset({"damage"}), frozenset({"harassment"})
ANY_KIND = frozenset[str]()
KINDS = st.frozensets(st.sampled_from(["damage", "harassment", "theft"]), max_size=2)


def test_the_one_open_offence_of_its_kind_is_settled() -> None:
    assert settled("damage", {1: HARASSMENT, 2: DAMAGE}) == 2


def test_two_open_offences_of_its_kind_wait_for_a_person() -> None:
    assert settled("damage", {1: DAMAGE, 2: DAMAGE}) is None


def test_an_open_offence_of_another_kind_is_not_settled() -> None:
    assert settled("damage", {1: HARASSMENT}) is None


def test_a_crime_without_a_class_settles_the_only_open_offence_and_no_other() -> None:
    assert settled("", {1: DAMAGE}) == 1
    assert settled("", {1: DAMAGE, 2: HARASSMENT}) is None


def test_an_offence_of_any_kind_is_settled_where_there_is_nothing_to_choose_from() -> None:
    assert settled("damage", {1: ANY_KIND}) == 1
    assert settled("damage", {1: ANY_KIND, 2: ANY_KIND}) is None
    assert settled("damage", {}) is None


@given(st.dictionaries(st.integers(1, 9), KINDS), st.sampled_from(["", "damage", "harassment", "theft"]))
def test_what_is_settled_is_open_and_nothing_else_is_of_that_kind(
    running: dict[int, frozenset[str]], crime: str
) -> None:
    n = settled(crime, running)
    if n is not None:
        assert n in running
        assert all(crime not in of for other, of in running.items() if other != n)
        assert crime in running[n] or len(running) == 1


def test_domestic_abuse_is_a_circumstance_and_no_kind_of_crime() -> None:
    assert kinds(FORCE, "", "violence_da") == {"violence"}
    assert kinds(FORCE, "", "domestic") == frozenset()
    assert kinds(FORCE, "", "welfare_check", ("asb_personal", "da")) == {"asb_personal"}
    assert kinds(FORCE, "criminal_damage", "violence") == {"damage"}


@given(st.dictionaries(st.integers(1, 9), KINDS), st.sampled_from(["", "damage", "harassment", "theft"]))
def test_whatever_waits_has_one_reason_why(running: dict[int, frozenset[str]], crime: str) -> None:
    why = why_waiting(crime, running)
    fitting = [n for n, of in running.items() if crime in of or not crime or not of]
    assert (why == "none_open") == (not running)
    assert (why == "several") == (len(fitting) > 1)
