"""How much somebody may send in a day without their name."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.refusal import Refused
from bot.domain.unnamed import CONFIDENCES, QUESTIONS, Limits, Tally

TODAY = date(2026, 11, 27)
LIMITS = Limits(confidences=2, questions=3)
SENDS = st.lists(
    st.tuples(
        st.sampled_from([CONFIDENCES, QUESTIONS]), st.sampled_from("abc"), st.integers(0, 2), st.booleans()
    )
)


def send(tally: Tally, kind: str, who: str, day: date, kept: bool = True) -> bool:
    """Whether somebody could send something, which was `kept` or broke off."""
    try:
        with tally.one_of(kind, who, day, LIMITS, "words"):
            if not kept:
                raise TimeoutError
    except Refused:
        return False
    except TimeoutError:
        pass
    return True


@given(SENDS)
def test_nobody_sends_more_in_a_day_than_the_limit_and_nobody_is_kept_from_less(
    sends: list[tuple[str, str, int, bool]],
) -> None:
    tally, sent = Tally(), dict[tuple[str, str, int], int]()
    for kind, who, later, kept in sorted(sends, key=lambda each: each[2]):
        mine = (kind, who, later)
        could = send(tally, kind, who, TODAY + timedelta(days=later), kept)
        assert could is (sent.get(mine, 0) < LIMITS.of(kind))
        sent[mine] = sent.get(mine, 0) + (could and kept)


def test_what_is_remembered_names_nobody_and_is_another_thing_in_another_process() -> None:
    here, there = Tally(), Tally()
    for tally in (here, there):
        send(tally, CONFIDENCES, "842", TODAY)
    assert "842" not in repr(here)
    assert not here._sent.keys() & there._sent.keys()


def test_when_the_day_is_over_nothing_of_it_is_remembered() -> None:
    tally = Tally()
    send(tally, CONFIDENCES, "842", TODAY)
    before = set(tally._sent)
    send(tally, QUESTIONS, "843", TODAY + timedelta(days=1))
    assert not before & tally._sent.keys()


def test_whoever_has_nothing_left_is_told_before_they_write() -> None:
    tally = Tally()
    for _ in range(2):
        tally.refuse_beyond(CONFIDENCES, "842", TODAY, LIMITS)
        send(tally, CONFIDENCES, "842", TODAY)
    with pytest.raises(Refused) as told:
        tally.refuse_beyond(CONFIDENCES, "842", TODAY, LIMITS)
    assert (told.value.message_id, told.value.values["most"]) == ("too_many_confidences", 2)
