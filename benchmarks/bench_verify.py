"""How many rows a second `verify` reads: a trail of 400,000 facts in 80,000 streams, on SQLite."""

import secrets
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bot.migrations import upgrade
from bot.store.engine import writing_engine
from bot.store.tables import trail, trail_heads
from bot.store.trail import canonical, genesis, leaf_of, link
from bot.store.verify import verify

ROWS, STREAMS = 400_000, 80_000
AT_ONCE, FACTS = 500, ROWS // STREAMS  # an incident lives for a day or two, beside some hundred others
BODY = {
    "v": 1,
    "kind": "incident_allocated",
    "at": "2026-11-20T04:10:00.123456Z",
    "entered": "2026-11-20T04:10:00.123456Z",
    "by": "1101",
    "offence": None,
    "values": {"oic": "842", "before": "917"},
}


def _facts(heads: dict[str, tuple[int, bytes]]) -> Iterator[dict[str, Any]]:
    body = canonical(BODY)
    for n in range(ROWS):
        number = n // (AT_ONCE * FACTS) * AT_ONCE + n % AT_ONCE
        stream = f"dyfed-powys:2026-11-{number % 28 + 1:02d}:{number}"
        seq, previous = heads.get(stream, (0, genesis(stream)))
        salt = secrets.token_bytes(16)
        leaf = leaf_of(salt, body)
        heads[stream] = (seq + 1, link(previous, leaf))
        yield {
            "stream": stream,
            "seq": seq + 1,
            "salt": salt,
            "body": body,
            "leaf": leaf,
            "hash": heads[stream][1],
        }


def _fill(url: str) -> None:
    upgrade(url)
    heads: dict[str, tuple[int, bytes]] = {}
    engine = writing_engine(url)
    with engine.begin() as conn:
        conn.execute(insert(trail), list(_facts(heads)))
        conn.execute(insert(trail_heads), [{"stream": s, "seq": n, "hash": h} for s, (n, h) in heads.items()])
    engine.dispose()


def measure() -> dict[str, float]:
    """Rows a second: the chain alone, and with each body checked to be canonical."""
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder, 'trail.db')}"
        _fill(url)
        for name, bodies in (("chain", False), ("chain and bodies", True)):
            began = time.perf_counter()
            verdict = verify(url, bodies=bodies)
            found[name] = verdict.rows / (time.perf_counter() - began)
            assert verdict.whole, verdict.doubts
            assert verdict.rows == ROWS
    return found


def main() -> None:
    """Print what was measured beside what is to be reached."""
    for name, rate in measure().items():
        print(f"verify, {name}: {rate:,.0f} rows/s" + (" (to reach: 300,000)" if name == "chain" else ""))


if __name__ == "__main__":
    main()
