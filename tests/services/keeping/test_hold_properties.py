"""Whatever the ages and the holds: nothing held is ever touched, and the trail stays whole."""

from datetime import timedelta
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.services.keeping import retention
from tests.builders import FORCE, Station, report
from tests.services.forgetting import DAYS, forget, holding, lived, whole, words_of
from tests.services.keeping.test_holds import hold, release

AGES = st.sampled_from([0, 1, DAYS - 1, DAYS, DAYS + 1, DAYS * 2, FORCE.retention_days["messages"], 400])
SHAPES = st.sampled_from(["settled", "open", "watched"])
HELD = st.sampled_from(["no", "held", "let go"])
DRAWN = st.lists(st.tuples(AGES, SHAPES, HELD), min_size=1, max_size=4)
RUNS = st.lists(st.integers(0, DAYS * 2), min_size=1, max_size=3)
numbers = count(1000)


def made(station: Station, age: int, shape: str, held: str) -> str:
    """An incident of some days ago, in one of its shapes, perhaps on hold; gives its number."""
    number = str(next(numbers))
    then = station.about(number).later(days=-age)
    said: dict[str, Any] = {"reported_at": then.at - timedelta(hours=23)}
    if shape == "settled":
        lived(then, number, **said)
    else:
        category = "theft" if shape == "open" else "collision"
        then.receive(report(number, category, **said))
    if held != "no":
        hold(then, ref=f"{number}/20-11-2026")
    if held == "let go":
        release(then, ref=f"{number}/20-11-2026")
    return number


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=DRAWN, runs=RUNS)
def test_nothing_held_is_touched_and_the_trail_is_whole(
    empty: Station, drawn: list[tuple[int, str, str]], runs: list[int]
) -> None:
    kept = [made(empty, *one) for one in drawn if one[2] == "held"]
    loose = [made(empty, *one) for one in drawn if one[2] != "held"]
    before = {number: holding(empty, number) for number in kept}
    for days in sorted(runs):
        then = empty.later(days=days)
        forget(then)
        then.do(retention.forget)
        assert whole(empty.store)[0]
    assert {number: holding(empty, number) for number in kept} == before
    assert all(all(words_of(empty, number)) for number in kept)
    forget(empty.later(days=DAYS * 3 + 1))
    gone = [n for n, one in zip(loose, (d for d in drawn if d[2] != "held"), strict=True) if one[1] != "open"]
    assert not any(any(words_of(empty, number)) for number in gone)
