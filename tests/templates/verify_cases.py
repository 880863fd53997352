"""What `cofnod verify` may say, each with invented values."""

from datetime import UTC, datetime

from bot.store.anchors import Anchor
from bot.store.verify import Doubt, Verdict, Wrong
from tests.templates.things import Case

ANCHOR = Anchor(datetime(2026, 11, 20, 3, tzinfo=UTC), 1203, 1203, b"\0" * 32)
STREAM = "dyfed-powys:2026-11-20:123"

VERIFY = [
    *(Case("verify/doubt", w.value, {"doubt": Doubt(w, STREAM, 4, ANCHOR)}, "line") for w in Wrong),
    Case("verify/verdict", "whole", {"verdict": Verdict(1204, 300, 9, ()), "doubts": 0}, "line"),
    Case("verify/verdict", "erased", {"verdict": Verdict(9, 2, 1, (), erased=2), "doubts": 0}, "line"),
    Case("verify/verdict", "doubtful", {"verdict": Verdict(1, 1, 1, ()), "doubts": 1}, "line"),
]
