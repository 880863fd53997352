"""What people type as times, crime references and officers: read as they meant it, or refused in words."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import Clock
from bot.domain.refusal import Refused
from bot.kit import Ask, Kit
from bot.slack.render import Renderer
from bot.store.store import Store
from bot.typed import crime_ref_meant, instant_meant, officer_meant, target_of, time_after, with_offence
from templates import FOLDER
from tests.builders import AT, FORCE, ROSTER

LONDON = ZoneInfo(FORCE.zone)
YEAR = datetime(2026, 1, 1, tzinfo=UTC)
instants = st.integers(0, 2 * 366 * 24 * 60).map(lambda minute: YEAR + timedelta(minutes=minute))
CHANGES = [datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)]
near_changes = st.builds(
    lambda change, minute: change + timedelta(minutes=minute),
    st.sampled_from(CHANGES),
    st.integers(-200, 200),
)


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kit]:
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('typed') / 'empty.db'}", FORCE, ROSTER)
    yield Kit(FORCE, store, Renderer(FOLDER, FORCE.zone), Clock())
    store.close()


def asked(kit: Kit, at: datetime = AT) -> Ask:
    """Somebody who asks at an instant."""
    return Ask(kit, ROSTER.people[0], at, "ask:1")


@given(st.one_of(instants, near_changes), st.integers(0, 23), st.integers(0, 59))
def test_a_time_is_the_latest_that_is_not_ahead(kit: Kit, at: datetime, hour: int, minute: int) -> None:
    meant = instant_meant(asked(kit, at), f"{hour:02}:{minute:02}")
    assert meant <= at + timedelta(minutes=5)
    assert at - meant <= timedelta(hours=25, minutes=1)
    local = meant.astimezone(LONDON)
    skipped = local.hour == 2 and (local.day, local.month) == (29, 3)  # 01:30 never was: told as 02:30
    assert (local.hour, local.minute) == (hour, minute) or skipped


@given(instants, st.integers(0, 360), st.times())
def test_a_time_with_its_day_is_read_back(kit: Kit, at: datetime, back: int, clock: object) -> None:
    wanted = (at - timedelta(days=back)).replace(second=0, microsecond=0).astimezone(LONDON)
    meant = instant_meant(asked(kit, at), f"{wanted:%d/%m %H:%M}").astimezone(LONDON)
    assert (meant.day, meant.month, meant.year) == (wanted.day, wanted.month, wanted.year)
    assert meant <= wanted


def test_an_hour_that_happens_twice_is_taken_as_the_earlier(kit: Kit) -> None:
    second_time = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)  # 01:10 in London, for the second time
    assert instant_meant(asked(kit, second_time), "01:30") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


@given(st.text(max_size=15))
def test_what_is_no_time_is_refused_and_never_an_error(kit: Kit, text: str) -> None:
    with suppress(Refused):
        assert instant_meant(asked(kit), text) <= AT + timedelta(minutes=5)


@pytest.mark.parametrize("text", ["47/12345/26", "dpp/000123/2026", "2600012345", "CR-12"])
def test_a_crime_reference_is_taken_as_the_crime_system_writes_it(text: str) -> None:
    assert crime_ref_meant(text) == text.upper()


@pytest.mark.parametrize(
    "text", ["", "47", "burglary", "47/1/26 and more", "x" * 31 + "1", "47;1", "‮47/1/26"]
)
def test_what_is_no_crime_reference_is_refused(text: str) -> None:
    with pytest.raises(Refused) as told:
        crime_ref_meant(text)
    assert told.value.message_id == "not_a_crime_ref"


@pytest.mark.parametrize(
    "text", ["842", "@rees", "Rees", "<@U0REES>", "<@U0REES|carys>", "carys.rees", "@842"]
)
def test_an_officer_is_meant_by_collar_name_or_mention(kit: Kit, text: str) -> None:
    assert officer_meant(asked(kit), text).collar == "842"


@pytest.mark.parametrize("text", ["nobody", "<@U0GUEST>", "", "@", "PC"])
def test_whoever_is_not_on_the_roster_is_meant_by_nothing(kit: Kit, text: str) -> None:
    with pytest.raises(Refused) as told:
        officer_meant(asked(kit), text)
    assert told.value.message_id == "unknown_person"


@given(st.text(max_size=60))
def test_whatever_a_button_carries_is_a_target_or_stale(text: str) -> None:
    with suppress(Refused):
        assert target_of(text).key.number


def test_a_word_behind_told_is_a_time_and_may_have_its_day() -> None:
    assert time_after(["told", "21:40", "theft"], "told") == ("21:40", ["theft"])
    assert time_after(["theft", "told", "20/11", "21:40"], "told") == ("20/11 21:40", ["theft"])
    assert time_after(["theft", "told"], "told") == ("", ["theft"])


def test_a_last_number_names_the_offence(kit: Kit) -> None:
    target = target_of("dyfed-powys:2026-11-20:123||")
    found, words = with_offence(target, ["47/1/26", "2"])
    assert (found.n, words) == (2, ["47/1/26"])
    assert with_offence(target, ["2"]) == (target, ["2"])
