"""Which messages show an incident: its alerts and notices, digests, offers and handovers."""

from sqlalchemy import Text, bindparam, cast, literal, select, union

from bot.store.tables import alerts, crime_notices, digest_items, handover_items, ladder_steps, unit_offers

KEYS = union(
    select(alerts.c.message_key).where(alerts.c.incident_id == bindparam("incident")),
    select(crime_notices.c.message_key).where(crime_notices.c.incident_id == bindparam("incident")),
    select(digest_items.c.message_key).where(digest_items.c.incident_id == bindparam("incident")),
    select(ladder_steps.c.message_key).where(ladder_steps.c.incident_id == bindparam("incident")),
    *(
        select(literal(f"{bulletin}:") + cast(unit_offers.c.id, Text)).where(
            unit_offers.c.incident_id == bindparam("incident")
        )
        for bulletin in ("unit_offer", "unit_answer")
    ),
    *(
        select(literal(f"{bulletin}:") + cast(handover_items.c.handover_id, Text)).where(
            handover_items.c.incident_id == bindparam("incident")
        )
        for bulletin in ("handover_to", "handover_by", "handover_answer")
    ),
)
