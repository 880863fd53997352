"""Every table, wherever it is defined: whoever reads or writes one imports it from here."""

from bot.store.schema.audit import audit_marks, misses, silences
from bot.store.schema.base import metadata
from bot.store.schema.crimes import crime_feeds, crime_notices, crimes
from bot.store.schema.dial_ins import (
    confidence_days,
    confidences,
    dial_in_answers,
    dial_in_series,
    dial_in_tellings,
    dial_ins,
    questions,
    rulings,
)
from bot.store.schema.digests import digest_items, digests, subscriptions
from bot.store.schema.duty import duty_changes, handover_items, handovers
from bot.store.schema.feeds import polls, quarantine, source_memory
from bot.store.schema.incidents import holds, incidents, offences, waiting_refs
from bot.store.schema.ladder import ladder_messages, ladder_steps, snoozes
from bot.store.schema.meetings import attendance, meeting_items, meetings, promises, resources, unit_offers
from bot.store.schema.messages import alerts, inbox, messages, shared_files
from bot.store.schema.people import feedback, homes, preferences, quiet_hours
from bot.store.schema.running import leases, slots
from bot.store.schema.trail import trail, trail_heads

__all__ = [
    "alerts", "attendance", "audit_marks", "confidence_days", "confidences", "crime_feeds",
    "crime_notices", "crimes", "dial_in_answers", "dial_in_series", "dial_in_tellings", "dial_ins",
    "digest_items", "digests", "duty_changes", "feedback", "handover_items", "handovers", "holds",
    "homes", "inbox", "incidents", "ladder_messages", "ladder_steps", "leases", "meeting_items",
    "meetings", "messages", "metadata", "misses", "offences", "polls", "preferences", "promises",
    "quarantine", "questions", "quiet_hours", "resources", "rulings", "shared_files", "silences",
    "slots", "snoozes", "source_memory", "subscriptions", "trail", "trail_heads", "unit_offers",
    "waiting_refs",
]  # fmt: skip
