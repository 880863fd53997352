"""Whether an alert is a message of its own."""

from datetime import timedelta

from bot.domain.clock import Stage
from bot.domain.telling import stands_alone
from tests.builders import FORCE

QUIET = timedelta(minutes=FORCE.alert_minutes)
SECOND = timedelta(seconds=1)


def test_the_first_alert_of_a_channel_stands_alone() -> None:
    assert stands_alone([Stage.URGENT], None, FORCE)


def test_an_alert_soon_after_another_is_a_reply_to_it() -> None:
    assert not stands_alone([Stage.URGENT, Stage.NO_MEETING_LEFT], QUIET - SECOND, FORCE)
    assert stands_alone([Stage.URGENT], QUIET, FORCE)


def test_what_is_overdue_never_waits_in_a_thread() -> None:
    assert stands_alone([Stage.URGENT, Stage.OVERDUE], SECOND, FORCE)
