"""The chain, and the one way to write a fact."""

import asyncio
import json
import string
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store import trail
from bot.store.store import Store
from bot.store.verify import verify
from bot.store.work import Work
from tests.store.trails import AT

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
plain = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | words
facts = st.dictionaries(
    words, st.recursive(plain, lambda s: st.lists(s, max_size=4) | st.dictionaries(words, s, max_size=4))
)


@given(facts)
def test_a_canonical_fact_read_and_written_again_is_the_same(fact: dict[str, object]) -> None:
    body = trail.canonical(fact)
    assert json.loads(body) == fact
    assert trail.canonical(json.loads(body)) == body


@given(st.dictionaries(st.sampled_from(string.ascii_letters), st.integers()))
def test_the_order_in_which_values_came_leaves_no_trace(fact: dict[str, int]) -> None:
    assert trail.canonical(fact) == trail.canonical(dict(reversed(fact.items())))


@given(facts)
def test_a_canonical_fact_holds_no_space_between_its_parts(fact: dict[str, object]) -> None:
    body = trail.canonical(fact)
    assert body == json.dumps(json.loads(body), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def test_instants_are_written_in_one_way() -> None:
    assert trail.canonical({"at": AT}) == '{"at":"2026-11-20T04:10:00Z"}'


def test_what_is_not_a_number_cannot_be_a_fact() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        trail.canonical({"n": float("nan")})


@given(st.lists(words, min_size=1, max_size=20))
def test_each_link_depends_on_every_fact_before_it(bodies: list[str]) -> None:
    def end(changed: int | None = None) -> bytes:
        digest = trail.genesis("stream")
        for n, body in enumerate(bodies):
            digest = trail.link(digest, trail.leaf_of(b"s" * 16, body + ("!" if n == changed else "")))
        return digest

    assert len({end(n) for n in [None, *range(len(bodies))]}) == len(bodies) + 1


@given(words, words)
def test_two_streams_never_begin_alike(one: str, other: str) -> None:
    assert (trail.genesis(one) == trail.genesis(other)) == (one == other)


def _append(work: Work, stream: str, count: int) -> list[bytes]:
    return [trail.append(work.conn, trail.Entry(stream, trail.canonical({"n": n}))) for n in range(count)]


def test_rows_come_back_in_order_and_each_follows_from_the_last(store: Store) -> None:
    hashes = store.write_now(_append, AT, "stream", 5)
    rows = store.write_now(lambda work: list(trail.rows(work.conn, "stream")), AT)
    assert [(r.seq, r.body, r.hash) for r in rows] == [(n + 1, {"n": n}, hashes[n]) for n in range(5)]
    assert store.write_now(lambda work: trail.head_hash(work.conn, "stream"), AT) == hashes[-1]
    assert all(one != other for one, other in pairwise(hashes))


def test_a_stream_without_rows_has_its_first_link_as_head(store: Store) -> None:
    head = store.write_now(lambda work: trail.head_hash(work.conn, "none"), AT)
    assert head == sha256(b"cofnod.trail.v1\x00none").digest()


def test_many_facts_of_several_streams_continue_each_of_them_in_their_order(
    store: Store, database_url: str
) -> None:
    store.write_now(_append, AT, "old", 2)
    streams = ["new", "old", "new", "old", "new"]
    entries = [trail.Entry(stream, trail.canonical({"n": 10 + n})) for n, stream in enumerate(streams)]
    store.write_now(lambda work: trail.append_all(work.conn, entries), AT)
    store.write_now(_append, AT, "new", 1)
    found = {s: store.read_now(lambda work, s=s: [*trail.rows(work.conn, s)], AT) for s in ("old", "new")}
    assert [row.body["n"] for row in found["old"]] == [0, 1, 11, 13]
    assert [row.body["n"] for row in found["new"]] == [10, 12, 14, 0]
    verdict = verify(database_url)
    assert (verdict.whole, verdict.rows) == (True, 8), verdict.doubts


async def test_many_who_add_many_facts_at_once_make_one_chain(store: Store, database_url: str) -> None:
    three = [trail.Entry("new", trail.canonical({"n": n})) for n in range(3)]
    each = (store.write(lambda work: trail.append_all(work.conn, three), AT) for _ in range(20))
    await asyncio.gather(*each)
    verdict = verify(database_url)
    assert (verdict.whole, verdict.rows) == (True, 60), verdict.doubts


async def test_a_hundred_first_facts_at_once_make_one_chain(store: Store) -> None:
    await asyncio.gather(*(store.write(_append, AT, "new", 1) for _ in range(100)))
    seqs = await store.read(lambda work: [row.seq for row in trail.rows(work.conn, "new")], AT)
    assert seqs == list(range(1, 101))


def test_one_instant_is_written_alike_whatever_its_zone() -> None:
    at = AT.astimezone(timezone(timedelta(hours=1)))
    assert trail.canonical({"at": at}) == trail.canonical({"at": AT})


def test_an_instant_without_a_zone_cannot_be_a_fact() -> None:
    with pytest.raises(ValueError, match="time zone"):
        trail.canonical({"at": datetime(2026, 7, 1)})  # noqa: DTZ001 - that is what is refused
