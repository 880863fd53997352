"""Whatever people do and however late the clock looks: told or its reason, on duty, and not too often."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.domain.duty import tour_at
from bot.domain.ladder import Reason
from bot.domain.refusal import Refused
from bot.services.case import Request
from bot.services.ladder import acknowledging, snoozing
from bot.store.ladder import LadderStep
from tests.builders import AT, FIM, INSPECTOR, OFFICER, ROSTER, SERGEANT, Station, report
from tests.services.steps import climb, heard, ruled, steps, told

MOST = 3
TELLING = frozenset({Reason.TOLD, Reason.SUMMED_UP, Reason.AFTER_QUIET, Reason.LATE})
numbers, asks, lives = count(1000), count(1), count(1)
SPANS = st.integers(1, 400)  # minutes between two looks of the clock
ACTS = st.sampled_from(["wait", "wait", "got", "snooze", "cannot", "record", "receive"])
WHO = st.sampled_from([SERGEANT, INSPECTOR, FIM])
LIVES = st.lists(st.tuples(SPANS, ACTS, st.integers(0, 50), WHO), max_size=14)


def receive(station: Station, which: int, mine: list[str]) -> None:
    """Take in a further report, of some hours ago."""
    mine.append(str(next(numbers)))
    ago = timedelta(hours=which % 23)
    station.receive(report(mine[-1], ("theft", "rape")[which % 2], reported_at=station.at - ago))


def act(station: Station, what: str, which: int, who: str, mine: list[str]) -> None:
    """Let somebody do something with one of the messages or incidents, if they may."""
    request, keys = Request(f"p:{next(asks)}", who), [key for _, key in told(station)]
    try:
        if what == "receive":
            receive(station, which, mine)
        elif what == "record":
            station.about(mine[which % len(mine)]).record(OFFICER, f"{next(numbers)}/1/26")
        elif what in DEEDS and keys:
            length = ["60"] if what == "snooze" else []
            station.do(DEEDS[what], request, keys[-1 - which % len(keys)], *length)
    except Refused:
        pass


DEEDS: dict[str, Any] = {
    "got": acknowledging.got_it, "snooze": snoozing.snooze, "cannot": snoozing.pass_on,
}  # fmt: skip


def lived(empty: Station, life: list[tuple[int, str, int, str]]) -> Station:
    """A station after a life of its own, long after the one before: somebody acts after each look."""
    ruled(empty, messages_an_hour=MOST)
    at, mine = empty.later(days=60 * next(lives)), list[str]()
    receive(at, 1, mine)
    for minutes, what, which, who in life:
        at = climb(at.later(minutes=minutes))
        act(at, what, which, who, mine)
    return climb(at.later(hours=30))


def crowded(times: list[datetime]) -> bool:
    """Whether any hour holds more than it may."""
    return any(sum(at - timedelta(hours=1) < t <= at for t in times) > MOST for at in times)


def told_in_spite(all_steps: list[LadderStep]) -> list[LadderStep]:
    """Steps that were told although somebody had taken their rung, or a later one, in hand before.

    Whoever put it off or slept asked to be told; whoever passed it on had it no longer.
    """
    asked_for = [s for s in all_steps if s.tell.startswith("@") or "cannot" in "".join(s.passed)]
    told_ones = [s for s in all_steps if s.reason in TELLING and s not in asked_for]
    return [s for s in told_ones if any(_had_it(s, t) for t in all_steps)]


def _had_it(step: LadderStep, taken: LadderStep) -> bool:
    if taken.got_at is None or step.settled_at is None or taken.pair != step.pair:
        return False
    return step.begins_at <= taken.got_at < step.settled_at


@settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # each life takes a second: nobody waits for a shorter one
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(LIVES)
def test_every_due_step_is_told_to_somebody_on_duty_or_says_why_not(
    empty: Station, life: list[tuple[int, str, int, str]]
) -> None:
    end = lived(empty, life)
    mine = [s for s in steps(end) if s.begins_at > end.at - timedelta(days=30)]
    for step in mine:
        assert step.due_at > end.at or step.reason
        assert step.reason not in TELLING or step.message_key
        person = ROSTER.by_collar(step.person)
        assert not person or not step.message_key or tour_at(person, step.settled_at or AT, "Europe/London")
    assert not any(crowded(times) for times in heard(end).values())
    assert told_in_spite(mine) == []
