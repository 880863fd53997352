"""What `cofnod verify` may say, each with invented values."""

from datetime import UTC, datetime

from bot.domain.proof import Difference
from bot.store.anchors import Anchor
from bot.store.verify import Doubt, Verdict, Wrong
from tests.templates.things import Case

ANCHOR = Anchor(datetime(2026, 11, 20, 3, tzinfo=UTC), 1203, 1203, b"\0" * 32)
STREAM = "dyfed-powys:2026-11-20:123"
MEETING = "meeting:powys:2026-11-20"
ITEM = ("meeting_items", STREAM)
DIFFERENCES = {
    Wrong.ROW_DIFFERS: Difference(*ITEM, "how", "left", "reviewed"),
    Wrong.ROW_GONE: Difference(*ITEM, told=True),
    Wrong.ROW_UNTOLD: Difference(*ITEM, found=True),
}
ITS_OWN = (
    Difference("meetings", "", "late", True, False),
    Difference("meetings", "", "ended_by", None, "2201"),
)


def doubt(wrong: Wrong, differs: Difference | None = None) -> dict[str, Doubt]:
    """A finding, about a meeting where a row differs."""
    differs = differs or DIFFERENCES.get(wrong)
    return {"doubt": Doubt(wrong, MEETING if differs else STREAM, 4, ANCHOR, differs)}


VERIFY = [
    *(Case("verify/doubt", w.value, doubt(w), "line") for w in Wrong),
    *(Case("verify/doubt", one.column, doubt(Wrong.ROW_DIFFERS, one), "line") for one in ITS_OWN),
    Case("verify/verdict", "whole", {"verdict": Verdict(1204, 300, 9, ()), "doubts": 0}, "line"),
    Case("verify/verdict", "erased", {"verdict": Verdict(9, 2, 1, (), erased=2), "doubts": 0}, "line"),
    Case("verify/verdict", "compared", {"verdict": Verdict(9, 2, 1, (), meetings=4), "doubts": 0}, "line"),
    Case("verify/verdict", "doubtful", {"verdict": Verdict(1, 1, 1, ()), "doubts": 1}, "line"),
]
