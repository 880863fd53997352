"""The due question, with ten thousand and with a million offences open: what is due now, by one index."""

import time
from datetime import timedelta

from benchmarks.databases import KINDS, New
from benchmarks.figures import Figure, middle
from benchmarks.invented import AT, FORCE, ROSTER_OF_FORCE, reports
from bot.domain.offence import Offence
from bot.store import intake as bulk
from bot.store.bulk import insert_many
from bot.store.due import due
from bot.store.incidents import plain_offence
from bot.store.store import Store
from bot.store.tables import offences
from bot.store.work import Work

FEW, MANY = 10_000, 1_000_000
DUE, TRIES, CHUNK = 20, 300, 20_000
A_DAY = timedelta(hours=24)


def _open(work: Work, incident: int, first: int, count: int) -> None:
    """Open offences of one incident; the first of all are due, the others in the seconds to come."""
    rows = []
    for n in range(first, first + count):
        crosses = AT + timedelta(seconds=n - DUE)
        offence = Offence(incident, n, crosses - A_DAY, crosses, crosses_at=crosses)
        rows.append(tuple(plain_offence(offence).values()))
    insert_many(work.conn, offences, Offence.__slots__, rows)


def _ask(work: Work) -> list[float]:
    """How long each of many questions takes, in seconds."""
    took = []
    for _ in range(TRIES):
        began = time.perf_counter()
        found = due(work, 200)
        took.append(time.perf_counter() - began)
        assert len(found) == DUE
    return took


def _with(url: str, count: int) -> float:
    """The median time of the question with so many offences open, in milliseconds."""
    store = Store(url, FORCE, ROSTER_OF_FORCE)
    [report] = reports(1)
    fresh = bulk.Fresh(1, str(report.key), report, False, None)
    store.write_now(bulk.insert_fresh, AT, "bench", [fresh])
    for first in range(0, count, CHUNK):
        store.write_now(_open, AT, 1, first, min(CHUNK, count - first))
    took = store.write_now(_ask, AT - timedelta(seconds=0.5))
    store.close()
    return middle(took) * 1000


def measure(new: New, many: int = MANY) -> list[Figure]:
    """The question beside itself with a hundredth of the rows."""
    found = []
    for kind, name in KINDS.items():
        few, all_ = _with(new(kind), FEW), _with(new(kind), many)
        what = f"due query, {name}, {many:,} open"
        found.append(Figure(what, all_, "ms", few, f"{FEW:,} open", at_most=3))
    return found
