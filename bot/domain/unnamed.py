"""How much somebody may send in a day without their name: counted in memory alone, under nobody's name."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from secrets import token_bytes

from bot.domain.refusal import Refused

CONFIDENCES, QUESTIONS = "confidences", "questions"


@dataclass(frozen=True, slots=True)
class Limits:
    """How many words in confidence, and how many questions, one person may send in a local day."""

    confidences: int = 3
    questions: int = 5

    def of(self, kind: str) -> int:
        """The limit of one kind."""
        return self.confidences if kind == CONFIDENCES else self.questions


@dataclass(slots=True)
class Tally:
    """How often each person sent something today, as far as this process knows.

    It holds digests under a key that is drawn anew each day; neither is written anywhere, and both go with
    the day or with the process.
    """

    _day: date | None = None
    _key: bytes = b""
    _sent: Counter[bytes] = field(default_factory=Counter)

    def refuse_beyond(self, kind: str, collar: str, day: date, limits: Limits, block_id: str = "") -> None:
        """Raises Refused `too_many_confidences` or `too_many_questions` to whom nothing is left today."""
        if self._sent[self._mark(kind, collar, day)] < (most := limits.of(kind)):
            return
        if kind == CONFIDENCES:
            raise Refused("too_many_confidences", most=most, block_id=block_id)
        raise Refused("too_many_questions", most=most, block_id=block_id)

    @contextmanager
    def one_of(self, kind: str, collar: str, day: date, limits: Limits, block_id: str) -> Iterator[None]:
        """Count what the block sends; what it does not get sent counts for nothing. Refuses as above."""
        self.refuse_beyond(kind, collar, day, limits, block_id)
        mark = self._mark(kind, collar, day)
        self._sent[mark] += 1
        try:
            yield
        except BaseException:
            self._sent[mark] -= 1
            raise

    def _mark(self, kind: str, collar: str, day: date) -> bytes:
        if day != self._day:
            self._day, self._key, self._sent = day, token_bytes(32), Counter()
        return blake2b(f"{kind}|{collar}".encode(), key=self._key, digest_size=16).digest()
