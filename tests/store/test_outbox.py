"""Messages: put in the transaction that makes them true, once by key, and behind until shown."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.store import outbox
from bot.store.outbox import Lane, Message
from bot.store.store import Store
from bot.store.work import Work
from tests.store.trails import AT

MINUTE = timedelta(minutes=1)


def _put(work: Work, key: str = "list:1", channel: str = "bcu-powys") -> None:
    outbox.put(work, key, channel, "list", "powys")


def _message(store: Store, key: str = "list:1") -> Message:
    found = store.write_now(outbox.by_key, AT, key)
    assert found
    return found


def test_a_message_put_twice_is_one_message_to_be_made_current(store: Store) -> None:
    store.write_now(_put, AT)
    first = _message(store)
    store.write_now(_put, AT)
    assert (_message(store).uid, _message(store).wanted, _message(store).shown) == (first.uid, 2, 0)
    assert store.write_now(outbox.unsent, AT) == 1


def test_many_put_at_once_are_each_as_if_put_alone(store: Store) -> None:
    store.write_now(_put, AT, "list:1")
    uid = _message(store).uid
    puts = [outbox.Put(f"list:{n}", f"bcu-{n}", str(n)) for n in (2, 1, 3)]
    store.write_now(outbox.put_all, AT, "list", puts)
    again, fresh = _message(store), _message(store, "list:3")
    assert (again.uid, again.channel, again.wanted) == (uid, "bcu-powys", 2)
    alone = replace(fresh, key="list:4", uid="", seq=0)
    store.write_now(outbox.put, AT, "list:4", "bcu-3", "list", "3")
    assert replace(_message(store, "list:4"), uid="", seq=0) == alone


def test_many_put_at_once_go_out_in_their_order_and_after_what_was_put_before(store: Store) -> None:
    def puts(work: Work) -> None:
        _put(work, "list:9")
        outbox.put_all(work, "list", [outbox.Put(f"list:{n}", "bcu-powys", "") for n in (3, 1, 2)])
        _put(work, "list:0")

    store.write_now(puts, AT)
    order = sorted((_message(store, f"list:{n}").seq, n) for n in (0, 1, 2, 3, 9))
    assert [n for _, n in order] == [9, 3, 1, 2, 0]


def test_a_message_of_a_service_that_failed_was_never_put(store: Store) -> None:
    def fails(work: Work) -> None:
        _put(work)
        raise LookupError

    with pytest.raises(LookupError):
        store.write_now(fails, AT)
    assert store.write_now(outbox.by_key, AT, "list:1") is None


def test_a_change_while_it_was_being_shown_is_not_forgotten(store: Store) -> None:
    store.write_now(_put, AT)
    composed = _message(store)
    store.write_now(_put, AT)
    store.write_now(outbox.shown, AT, composed, composed.wanted, "1.2", "C1")
    assert (_message(store).wanted, _message(store).shown, _message(store).ts) == (2, 1, "1.2")
    assert store.write_now(outbox.unsent, AT) == 1


def test_a_message_that_is_shown_is_behind_no_more(store: Store) -> None:
    store.write_now(_put, AT)
    store.write_now(outbox.shown, AT, _message(store), 1, "1.2", "C1")
    assert store.write_now(outbox.unsent, AT) == 0


def test_only_messages_that_exist_are_freshened(store: Store) -> None:
    store.write_now(_put, AT)
    store.write_now(outbox.freshen, AT, ["list:1", "list:2"])
    assert _message(store).wanted == 2
    assert store.write_now(outbox.by_key, AT, "list:2") is None


def test_a_message_that_slack_will_never_take_is_left(store: Store) -> None:
    store.write_now(_put, AT)
    store.write_now(outbox.gave_up, AT, _message(store), "is_archived", True)
    assert store.write_now(outbox.unsent, AT) == 0


def test_messages_of_one_transaction_keep_the_order_in_which_they_were_put(store: Store) -> None:
    def several(work: Work) -> None:
        for key in ("b", "a", "c"):
            _put(work, key)

    store.write_now(several, AT)
    seqs = {key: _message(store, key).seq for key in ("b", "a", "c")}
    assert sorted(seqs, key=seqs.__getitem__) == ["b", "a", "c"]


def test_the_newest_message_that_opened_a_thread_is_found(store: Store) -> None:
    for minute, key in enumerate(("old", "new")):
        store.write_now(_put, AT + timedelta(minutes=minute), key)
    since = AT - timedelta(minutes=15)
    root = store.write_now(outbox.newest_root, AT, "bcu-powys", "list", since)
    assert root
    assert root.key == "new"
    assert store.write_now(outbox.newest_root, AT, "bcu-powys", "list", AT + timedelta(hours=1)) is None


def test_a_message_that_changes_all_the_time_holds_up_no_other(store: Store) -> None:
    standing = Lane("bcu-powys", stands=True)
    for key, minutes in (("list", 0), ("record", 1)):
        store.write_now(_put, AT, key)
        store.write_now(outbox.shown, AT + minutes * MINUTE, _message(store, key), 1, f"1.{minutes}", "C1")
    turns = [_turn(store, AT + minute * MINUTE, standing) for minute in range(2, 6)]
    assert turns == ["list", "record", "list", "record"]


def _turn(store: Store, at: datetime, lane: Lane) -> str:
    """Whose turn it is when everything has changed again; it is then up to date."""
    store.write_now(outbox.freshen, at, ["list", "record"])
    turn = store.read_now(outbox.head, at, lane)
    assert turn is not None
    store.write_now(outbox.unchanged, at, turn, turn.wanted)
    return turn.key
