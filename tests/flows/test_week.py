"""A whole week: 28 meetings, everybody's digests, a dial-in, handovers and leave, counted exactly.

The same week holds a bank holiday, or a change of the clocks.
"""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.store.anchors import FILE
from bot.store.verify import verify
from tests.builders import ROSTER
from tests.flows.week import LEFT_OPEN, NOT_HELD, Week, played

ORDINARY = date(2026, 5, 25)  # the Monday itself is a bank holiday
FORWARD = date(2027, 3, 22)  # Good Friday, and on Sunday the clocks go on
BACK = date(2026, 10, 19)  # on Sunday the clocks go back
INSPECTORS, SERGEANTS = ("2202", "2203", "2204", "2301"), ("1101", "1102", "1103", "1104", "1105")
EVERY_DAY = dict.fromkeys((*INSPECTORS, *SERGEANTS, "3101"), 7)
TOLD = EVERY_DAY | {
    "2201": 7,
    "9001": 5,
}  # on leave too; the Registrar's five days


@pytest.mark.parametrize("monday", [ORDINARY, FORWARD, BACK], ids=["bank holiday", "forward", "back"])
async def test_a_week_of_the_force_is_told_whole_and_told_once(
    database_url: str, tmp_path: Path, monday: date
) -> None:
    async with played(database_url, tmp_path, monday) as week:
        meetings_were_held(week)
        digests_came(week)
        the_dial_in_was_reminded_of(week)
        shifts_were_handed_over(week)
        await nothing_stands_twice(week)
        assert verify(database_url, tmp_path / FILE).whole


def meetings_were_held(week: Week) -> None:
    """Of 28 meetings one was not held, and one ended over what no other meeting takes."""
    held = [
        dict(zip(("unit", "day", "state", "why"), row, strict=True))
        for row in week.columns("meetings", "unit", "day", "state", "why_not")
    ]
    assert Counter(one["state"] for one in held) == {"ended": 27, "missed": 1}
    assert {(one["unit"], week.nth(one["day"])) for one in held if one["state"] == "missed"} == {NOT_HELD}
    assert {(one["unit"], week.nth(one["day"])) for one in held if one["why"]} == {LEFT_OPEN}
    assert [week.facts(kind, "meeting:")[0] for kind in ("meeting_begun", "meeting_missed")]
    assert len(week.facts("meeting_ended", "meeting:")) == 27


def digests_came(week: Week) -> None:
    """Each of twelve has one a duty day; the one on leave through the cover; two have the weekly one."""
    told = week.facts("digest_told", "digests:")
    daily = [fact["values"] for fact in told if fact["values"].get("digest") != "weekly"]
    assert Counter(one["collar"] for one in daily) == TOLD
    assert Counter(one["to"] for one in daily if one["collar"] == "2201") == {"2201": 5, "2203": 2}
    weekly = [fact["values"] for fact in told if fact["values"].get("digest") == "weekly"]
    assert sorted(one["collar"] for one in weekly) == ["3101", "9001"]


def the_dial_in_was_reminded_of(week: Week) -> None:
    """This week's had its three reminders, the first of them late; the next one's begin a week before it."""
    told = [
        (fact["stream"][-10:], fact["values"]["reminder"])
        for fact in week.facts("dial_in_reminded", "dial_in:")
    ]
    first, second = (str(week.monday + timedelta(days=n)) for n in (0, 7))
    assert told == [(first, "week"), (first, "day"), (first, "hour"), (second, "week")]
    day = [
        f["values"] for f in week.facts("dial_in_reminded", "dial_in:") if f["values"]["reminder"] == "day"
    ]
    assert [each["asked"] for each in day] == [len(ROSTER.people)]
    assert len(week.facts("dial_in_held", "dial_in:")) == 1


def shifts_were_handed_over(week: Week) -> None:
    """One handover was accepted and one declined."""
    assert Counter(state for (state,) in week.columns("handovers", "state")) == {"accepted": 1, "declined": 1}


async def nothing_stands_twice(week: Week) -> None:
    """Slack shows each message once and owes none, and the auditor found nothing that was not told."""
    stands = await week.standing()
    assert {uid: count for uid, count in stands.items() if count != 1} == {}
    behind: list[Any] = week.columns("messages", "key", "wanted", "shown", "failed")
    assert [row for row in behind if row[1] > row[2] or row[3]] == []
    assert week.columns("misses", "kind") == []
