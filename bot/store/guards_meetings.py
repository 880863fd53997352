"""What the database refuses of meetings: to change one that has ended, or what was said at any.

Rows can be deleted, for retention does that; `cofnod verify` finds those that it did not. SQLite can also
insert a row in the place of another, which neither an update nor a deletion would show: that is refused too.
"""

# who was there and what was moved is written once; of a promise and of an offer only the end comes later
KEPT = ("meeting_id", "incident_id", "unit", "collar", "line", "due_at", "made_by", "made_at")
OFFERED = ("incident_id", "meeting_id", "from_unit", "to_unit", "line", "by", "at")
WRITTEN = ("meeting_items", "attendance", "promises", "resources")


def _same(columns: tuple[str, ...], equal: str) -> str:
    return " AND ".join(f'NEW."{name}" {equal} OLD."{name}"' for name in ("id", *columns))


def _only_kept(equal: str) -> str:
    done = "OLD.done_at IS NULL AND NEW.done_at IS NOT NULL AND NEW.done_by IS NOT NULL"
    return f"NOT ({done} AND {_same(KEPT, equal)})"


def _only_answered(equal: str) -> str:
    said = "OLD.state = 'offered' AND NEW.state <> 'offered' AND NEW.answered_at IS NOT NULL"
    return f"NOT ({said} AND {_same(OFFERED, equal)})"


def _sqlite(name: str, when: str, condition: str, why: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {when} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{why}'); END"


OVER = "EXISTS (SELECT 1 FROM meetings WHERE id = {}.meeting_id AND ended_at IS NOT NULL)"
CLOSED = "a meeting that has ended cannot be changed"
TAKEN = "UNIQUE: what was said at a meeting cannot be replaced"
THERE = "EXISTS (SELECT 1 FROM {} AS old WHERE {})"
BORN_ENDED = "NEW.ended_at IS NOT NULL"
BORN_ANSWERED = "NEW.state <> 'offered'"
ENDED_THERE = THERE.format(
    "meetings",
    "old.ended_at IS NOT NULL AND (old.id = NEW.id OR (old.unit = NEW.unit AND old.day = NEW.day))",
)
OFFER_THERE = THERE.format(
    "unit_offers", "old.id = NEW.id OR (old.incident_id = NEW.incident_id AND old.state = 'offered')"
)
SAME_PERSON = THERE.format("attendance", "old.meeting_id = NEW.meeting_id AND old.collar = NEW.collar")
SQLITE = {
    name: _sqlite(name, when, condition, why)
    for name, when, condition, why in (
        ("meetings_stay_ended", "UPDATE ON meetings", "OLD.ended_at IS NOT NULL", CLOSED),
        ("items_stay", "UPDATE ON meeting_items", OVER.format("OLD"), CLOSED),
        ("attendance_stays", "UPDATE ON attendance", "TRUE", "who was there cannot be changed"),
        ("resources_stay", "UPDATE ON resources", "TRUE", "what was moved cannot be changed"),
        ("promises_are_only_kept", "UPDATE ON promises", _only_kept("IS"), "a promise can only be kept"),
        (
            "offers_are_only_answered", "UPDATE ON unit_offers", _only_answered("IS"),
            "an offer can only be answered",
        ),
        *(
            (f"{table}_are_not_added", f"INSERT ON {table}", OVER.format("NEW"), CLOSED)
            for table in WRITTEN
        ),
    )
}  # fmt: skip

ANSWERED = "an offer can only be answered"
SQLITE_INSERTED = {
    name: _sqlite(name, f"INSERT ON {table}", condition, why)
    for name, table, condition, why in (
        ("meetings_begin_unended", "meetings", BORN_ENDED, CLOSED),
        ("offers_begin_unanswered", "unit_offers", BORN_ANSWERED, ANSWERED),
        ("meetings_are_not_replaced", "meetings", ENDED_THERE, TAKEN),
        ("offers_are_not_replaced", "unit_offers", OFFER_THERE, TAKEN),
        *(
            (f"{table}_are_not_replaced", table, THERE.format(table, "old.id = NEW.id"), TAKEN)
            for table in ("promises", "resources")
        ),
    )
} | {  # to come again is no error: whoever was there before stays so since then
    "attendance_is_not_replaced": "CREATE TRIGGER attendance_is_not_replaced BEFORE INSERT ON attendance"
    f" WHEN {SAME_PERSON} BEGIN SELECT RAISE(IGNORE); END"
}

# the table is named with its schema: a temporary one of the same name would be found before it
FUNCTIONS = (
    """
    CREATE OR REPLACE FUNCTION cofnod_keeps_meetings() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'what was said at a meeting cannot be changed' USING ERRCODE = 'restrict_violation';
    END $$""",
    """
    CREATE OR REPLACE FUNCTION cofnod_keeps_ended() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE meeting bigint; ended boolean;
    BEGIN
        IF TG_OP = 'INSERT' THEN meeting := NEW.meeting_id; ELSE meeting := OLD.meeting_id; END IF;
        EXECUTE 'SELECT EXISTS (SELECT 1 FROM ' || quote_ident(TG_TABLE_SCHEMA)
            || '.meetings WHERE id = $1 AND ended_at IS NOT NULL)' INTO ended USING meeting;
        IF ended THEN
            RAISE EXCEPTION 'a meeting that has ended cannot be changed'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$""",
)


def _postgresql(name: str, when: str, condition: str, function: str) -> str:
    only = f"WHEN ({condition}) " if condition else ""
    return (
        f"CREATE TRIGGER {name} BEFORE {when} FOR EACH ROW {only}EXECUTE FUNCTION cofnod_keeps_{function}()"
    )


SAME = "IS NOT DISTINCT FROM"
POSTGRESQL = {
    name: _postgresql(name, when, condition, function)
    for name, when, condition, function in (
        ("meetings_stay_ended", "UPDATE ON meetings", "OLD.ended_at IS NOT NULL", "meetings"),
        ("items_stay", "UPDATE ON meeting_items", "", "ended"),
        ("attendance_stays", "UPDATE ON attendance", "", "meetings"),
        ("resources_stay", "UPDATE ON resources", "", "meetings"),
        ("promises_are_only_kept", "UPDATE ON promises", _only_kept(SAME), "meetings"),
        ("offers_are_only_answered", "UPDATE ON unit_offers", _only_answered(SAME), "meetings"),
        *((f"{table}_are_not_added", f"INSERT ON {table}", "", "ended") for table in WRITTEN),
    )
}
POSTGRESQL_INSERTED = {
    name: _postgresql(name, f"INSERT ON {table}", condition, "meetings")
    for name, table, condition in (
        ("meetings_begin_unended", "meetings", BORN_ENDED),
        ("offers_begin_unanswered", "unit_offers", BORN_ANSWERED),
    )
}
