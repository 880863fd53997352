"""The pulse: what beats is well, what does not is silent within two of its intervals."""

import pytest

from bot.pulse import LATE, LOOKS, Pulse, Silent


class Steady:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def steady() -> Steady:
    return Steady()


@pytest.fixture
def pulse(steady: Steady) -> Pulse:
    return Pulse(steady=steady)


def test_a_loop_that_stops_is_silent_before_two_intervals_have_passed(pulse: Pulse, steady: Steady) -> None:
    for loop, every in (("tidy", 3600.0), ("keep_up", 300.0), ("move_on", 5.0)):
        beat = pulse.expect(loop, every)
        interval = max(every, pulse.shortest)
        steady.now += interval * 1.4
        assert not pulse.silent(), loop
        beat()
        steady.now += 2 * interval - pulse.look_every
        assert [each.loop for each in pulse.silent()] == [loop]
        pulse.leave(loop)


def test_the_look_after_an_interval_and_a_half_comes_within_two() -> None:
    assert LATE + 1 / LOOKS < 2


def test_a_loop_that_beats_again_is_silent_no_longer(pulse: Pulse, steady: Steady) -> None:
    beat = pulse.expect("move_on", 5)
    steady.now += 31
    assert pulse.silent() == (Silent("move_on", 31.0),)
    beat()
    assert pulse.silent() == ()


def test_a_loop_that_was_ended_on_purpose_is_not_missed(pulse: Pulse, steady: Steady) -> None:
    pulse.expect("http", 20)()
    pulse.leave("http")
    pulse.beat("http")
    steady.now += 3600
    assert pulse.silent() == ()


async def test_a_process_that_was_frozen_gives_every_loop_another_interval(steady: Steady) -> None:
    pulse = Pulse(shortest=0.02, steady=steady)
    pulse.expect("move_on", 5)
    steady.now += 8.0
    assert pulse.silent()

    def thawed() -> float:
        steady.now += 30.0
        return steady.now

    pulse.steady = thawed
    await pulse.rest()
    pulse.steady = steady
    assert pulse.silent() == ()
