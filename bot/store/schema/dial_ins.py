"""Dial-ins, who was told of them and what they answered; questions, rulings and confidences."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, Table, Text, text

from bot.store.schema.base import BigId, metadata, where
from bot.store.types import Codes, Instant

dial_in_series = Table(  # what the Registrar scheduled or changed; the others stand in force.toml alone
    "dial_in_series",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name_en", Text, nullable=False),
    Column("name_cy", Text, nullable=False),
    Column("weekday", Integer, nullable=False),
    Column("at", Text, nullable=False),  # local, HH:MM
    Column("minutes", Integer, nullable=False),
    Column("weeks", Integer, nullable=False),
    Column("first", Date),
    Column("last", Date),
    Column("units", Codes, nullable=False),
    Column("ranks", Codes, nullable=False),
    Column("roles", Codes, nullable=False),
    Column("promoted_days", Integer, nullable=False),
    Column("people", Codes, nullable=False),
    Column("joining", Text, nullable=False),
)

dial_ins = Table(  # one row an occurrence: the series, and the Monday of its week
    "dial_ins",
    metadata,
    Column("series", Text, primary_key=True),
    Column("week", Date, primary_key=True),
    Column("starts_at", Instant, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("joining", Text, nullable=False),
    Column("state", Text, nullable=False),  # planned, cancelled, held
    Column("sequence", Integer, nullable=False),  # goes up whenever it is moved or cancelled
    Column("own_time", Boolean, nullable=False),  # moved by itself: it does not follow its series
    Column("planned_at", Instant, nullable=False),
    Column("why", Text, nullable=False),
    Column("agenda", Text),
    Column("notes", Text),
    Column("figures", Text),
    Index("dial_ins_by_time", "starts_at"),
)

dial_in_tellings = Table(  # who is to hear of one, when, and when that was put; none stays when it is over
    "dial_in_tellings",
    metadata,
    Column("series", Text, primary_key=True),
    Column("week", Date, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("collar", Text, primary_key=True),
    Column("due_at", Instant, nullable=False),
    Column("told_at", Instant),
    where("dial_in_tellings_due", "due_at", only=text("told_at IS NULL")),
)

dial_in_answers = Table(  # none stays when it is over: the figures are by unit
    "dial_in_answers",
    metadata,
    Column("series", Text, primary_key=True),
    Column("week", Date, primary_key=True),
    Column("collar", Text, primary_key=True),
    Column("answer", Text, nullable=False),
    Column("deputy", Text),
    Column("sent_by", Text),
    Column("here", Boolean, nullable=False),
)

questions = Table(  # sent without a name; the local day is all that is kept of when
    "questions",
    metadata,
    Column("id", Text, primary_key=True),  # drawn by chance: it tells no order
    Column("series", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("words", Text, nullable=False),
    Column("state", Text, nullable=False),  # open, answered, set_aside
)

rulings = Table(  # the Registrar's answers: none is ever changed or removed, only superseded
    "rulings",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("given_by", Text, nullable=False),
    Column("series", Text),
    Column("week", Date),
    Column("sought", Text, nullable=False),  # its words as they are searched for
    Column("superseded_by", BigId, ForeignKey("rulings.id")),
    Column("superseded_on", Date),
)

confidences = Table(  # words in confidence, until Slack has accepted them; no author, and the local day alone
    "confidences",
    metadata,
    Column("key", Text, primary_key=True),  # of its message
    Column("day", Date, nullable=False),
    Column("words", Text, nullable=False),
)

confidence_days = Table(  # how many came on a local day, until the trail says so
    "confidence_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("count", Integer, nullable=False),
)
