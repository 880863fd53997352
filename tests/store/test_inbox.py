"""Each request takes effect once, however often it is delivered."""

import asyncio
from datetime import timedelta

import pytest

from bot.store import inbox
from bot.store.inbox import Repeated
from bot.store.store import Store
from bot.store.work import Work
from tests.store.trails import AT


def test_a_request_is_claimed_once(store: Store) -> None:
    store.write_now(inbox.claim, AT, "one")
    with pytest.raises(Repeated):
        store.write_now(inbox.claim, AT, "one")
    store.write_now(inbox.claim, AT, "two")


def test_a_request_whose_service_failed_may_come_again(store: Store) -> None:
    def fails(work: Work) -> None:
        inbox.claim(work, "one")
        raise LookupError

    with pytest.raises(LookupError):
        store.write_now(fails, AT)
    store.write_now(inbox.claim, AT, "one")


async def test_fifty_deliveries_at_once_take_effect_once(store: Store) -> None:
    tries = [store.write(inbox.claim, AT, "one") for _ in range(50)]
    results = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(type(r).__name__ for r in results) == ["NoneType", *["Repeated"] * 49]


def test_only_old_requests_are_forgotten(store: Store) -> None:
    store.write_now(inbox.claim, AT, "old")
    store.write_now(inbox.claim, AT + timedelta(hours=2), "new")
    assert store.write_now(inbox.forget_before, AT, AT + timedelta(hours=1)) == 1
    with pytest.raises(Repeated):
        store.write_now(inbox.claim, AT, "new")
