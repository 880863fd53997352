"""The local hour of an instant is the wall clock's, in any zone and across its changes."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.replay.hours import local_hour

ZONES = ["Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu", "America/St_Johns", "Pacific/Apia"]
CHANGES = ["2026-03-29", "2026-10-25", "2026-04-05", "2026-10-04", "2006-10-29", "2011-12-30"]


@given(
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    near=st.sampled_from(CHANGES).map(datetime.fromisoformat),
    seconds=st.integers(-100_000, 150_000),
)
def test_the_local_hour_of_any_second_is_that_of_the_wall_clock(
    zone: ZoneInfo, near: datetime, seconds: int
) -> None:
    at = near.replace(tzinfo=UTC) + timedelta(seconds=seconds)
    local = at.astimezone(zone)
    assert local_hour(at.timestamp(), zone) == (local.hour, local.weekday())
