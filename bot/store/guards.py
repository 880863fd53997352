"""What the database itself refuses: to change the trail, to turn its heads back, to lose a hold or a ruling.

The words of an incident that is here cannot be erased, be they on its own trail or on that of a meeting, nor
those that tell what was forgotten. What it refuses of meetings is in guards_meetings.

Whoever owns the tables can still remove these; the chain, and the anchors outside the database, show it.
On PostgreSQL the bot connects as a role that owns nothing: `grants.sql` beside this file.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, func, select, text

from bot.store import guards_meetings
from bot.store.tables import metadata

WRITERS = 0x54726169  # writers of the trail share this lock, by which an anchor sees who is under way

SQLITE = {
    "trail_is_kept": """
        CREATE TRIGGER trail_is_kept BEFORE UPDATE ON trail
        WHEN NOT (NEW.body IS NULL AND NEW.id IS OLD.id AND NEW.stream IS OLD.stream AND NEW.seq IS OLD.seq
            AND NEW.salt IS OLD.salt AND NEW.leaf IS OLD.leaf AND NEW.hash IS OLD.hash)
        BEGIN SELECT RAISE(ABORT, 'the trail cannot be changed'); END""",
    "trail_stays": """
        CREATE TRIGGER trail_stays BEFORE DELETE ON trail
        BEGIN SELECT RAISE(ABORT, 'the trail cannot be deleted'); END""",
    "trail_is_not_replaced": """
        CREATE TRIGGER trail_is_not_replaced BEFORE INSERT ON trail
        WHEN EXISTS (SELECT 1 FROM trail WHERE id = NEW.id)
            OR EXISTS (SELECT 1 FROM trail WHERE stream = NEW.stream AND seq = NEW.seq)
        BEGIN SELECT RAISE(ABORT, 'UNIQUE: the trail cannot be replaced'); END""",
    "heads_advance": """
        CREATE TRIGGER heads_advance BEFORE UPDATE ON trail_heads
        WHEN NOT (NEW.stream IS OLD.stream AND NEW.seq > OLD.seq)
        BEGIN SELECT RAISE(ABORT, 'a head of the trail only advances'); END""",
    "heads_stay": """
        CREATE TRIGGER heads_stay BEFORE DELETE ON trail_heads
        BEGIN SELECT RAISE(ABORT, 'a head of the trail cannot be deleted'); END""",
    "heads_are_not_replaced": """
        CREATE TRIGGER heads_are_not_replaced BEFORE INSERT ON trail_heads
        WHEN EXISTS (SELECT 1 FROM trail_heads WHERE stream = NEW.stream)
        BEGIN SELECT RAISE(ABORT, 'UNIQUE: a head of the trail cannot be replaced'); END""",
}

SQLITE_KEEPING = {
    "words_stay": """
        CREATE TRIGGER words_stay BEFORE UPDATE ON trail
        WHEN NEW.body IS NULL AND OLD.body IS NOT NULL
            AND (OLD.stream LIKE '%:forgotten' OR EXISTS (SELECT 1 FROM incidents WHERE key = OLD.stream)
            OR (OLD.stream LIKE 'meeting:%' AND (json_extract(OLD.body, '$.values.incident') IS NULL
            OR EXISTS (SELECT 1 FROM incidents WHERE key = json_extract(OLD.body, '$.values.incident')))))
        BEGIN SELECT RAISE(ABORT, 'the words of what is kept cannot be erased'); END""",
    "holds_stay": """
        CREATE TRIGGER holds_stay BEFORE DELETE ON holds WHEN OLD.released_at IS NULL
        BEGIN SELECT RAISE(ABORT, 'a hold that stands cannot be deleted'); END""",
    "holds_are_only_released": """
        CREATE TRIGGER holds_are_only_released BEFORE UPDATE ON holds
        WHEN NOT (OLD.released_at IS NULL AND NEW.released_at IS NOT NULL AND NEW.released_by IS NOT NULL
            AND NEW.id IS OLD.id AND NEW.incident_id IS OLD.incident_id AND NEW.code IS OLD.code
            AND NEW.held_by IS OLD.held_by AND NEW.held_at IS OLD.held_at)
        BEGIN SELECT RAISE(ABORT, 'a hold can only be let go of'); END""",
    "holds_are_not_replaced": """
        CREATE TRIGGER holds_are_not_replaced BEFORE INSERT ON holds
        WHEN EXISTS (SELECT 1 FROM holds WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM holds
            WHERE incident_id = NEW.incident_id AND code = NEW.code AND released_at IS NULL)
        BEGIN SELECT RAISE(ABORT, 'UNIQUE: a hold cannot be replaced'); END""",
}

SQLITE_RULINGS = {
    "rulings_stay": """
        CREATE TRIGGER rulings_stay BEFORE DELETE ON rulings
        BEGIN SELECT RAISE(ABORT, 'a ruling cannot be deleted'); END""",
    "rulings_are_only_superseded": """
        CREATE TRIGGER rulings_are_only_superseded BEFORE UPDATE ON rulings
        WHEN NOT (OLD.superseded_by IS NULL AND NEW.superseded_by IS NOT NULL
            AND NEW.superseded_on IS NOT NULL AND NEW.id IS OLD.id
            AND NEW.question IS OLD.question AND NEW.answer IS OLD.answer
            AND NEW.edition IS OLD.edition AND NEW.day IS OLD.day AND NEW.given_by IS OLD.given_by
            AND NEW.sought IS OLD.sought)
        BEGIN SELECT RAISE(ABORT, 'a ruling can only be superseded'); END""",
    "rulings_are_not_replaced": """
        CREATE TRIGGER rulings_are_not_replaced BEFORE INSERT ON rulings
        WHEN EXISTS (SELECT 1 FROM rulings WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'UNIQUE: a ruling cannot be replaced'); END""",
}

POSTGRESQL_FUNCTIONS = (
    """
    CREATE OR REPLACE FUNCTION cofnod_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the trail cannot be changed or deleted' USING ERRCODE = 'restrict_violation';
    END $$""",
    f"""
    CREATE OR REPLACE FUNCTION cofnod_writes_trail() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_advisory_xact_lock_shared({WRITERS}); RETURN NULL; END $$""",
)

POSTGRESQL = {
    "trail_is_kept": """
        CREATE TRIGGER trail_is_kept BEFORE UPDATE ON trail FOR EACH ROW
        WHEN (NOT (NEW.body IS NULL AND NEW.id = OLD.id AND NEW.stream = OLD.stream AND NEW.seq = OLD.seq
            AND NEW.salt = OLD.salt AND NEW.leaf = OLD.leaf AND NEW.hash = OLD.hash))
        EXECUTE FUNCTION cofnod_refuse()""",
    "trail_stays": """
        CREATE TRIGGER trail_stays BEFORE DELETE ON trail FOR EACH ROW EXECUTE FUNCTION cofnod_refuse()""",
    "trail_is_not_emptied": """
        CREATE TRIGGER trail_is_not_emptied BEFORE TRUNCATE ON trail EXECUTE FUNCTION cofnod_refuse()""",
    "trail_is_written": """
        CREATE TRIGGER trail_is_written BEFORE INSERT ON trail EXECUTE FUNCTION cofnod_writes_trail()""",
    "heads_advance": """
        CREATE TRIGGER heads_advance BEFORE UPDATE ON trail_heads FOR EACH ROW
        WHEN (NOT (NEW.stream = OLD.stream AND NEW.seq > OLD.seq)) EXECUTE FUNCTION cofnod_refuse()""",
    "heads_stay": """
        CREATE TRIGGER heads_stay BEFORE DELETE ON trail_heads FOR EACH ROW
        EXECUTE FUNCTION cofnod_refuse()""",
    "heads_are_not_emptied": """
        CREATE TRIGGER heads_are_not_emptied BEFORE TRUNCATE ON trail_heads
        EXECUTE FUNCTION cofnod_refuse()""",
}

# the table is named with its schema: a temporary one of the same name would be found before it
KEEPING_FUNCTIONS = (
    """
    CREATE OR REPLACE FUNCTION cofnod_keeps_words() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE stands boolean; about text := OLD.stream;
    BEGIN
        IF left(OLD.stream, 8) = 'meeting:' THEN about := OLD.body::json -> 'values' ->> 'incident'; END IF;
        EXECUTE 'SELECT $1 IS NULL OR EXISTS (SELECT 1 FROM ' || quote_ident(TG_TABLE_SCHEMA)
            || '.incidents WHERE key = $1)' INTO stands USING about;
        IF stands OR right(OLD.stream, 10) = ':forgotten' THEN
            RAISE EXCEPTION 'the words of what is kept cannot be erased' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END $$""",
    """
    CREATE OR REPLACE FUNCTION cofnod_keeps_holds() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'a hold can only be let go of' USING ERRCODE = 'restrict_violation';
    END $$""",
)

POSTGRESQL_KEEPING = {
    "words_stay": """
        CREATE TRIGGER words_stay BEFORE UPDATE ON trail FOR EACH ROW
        WHEN (NEW.body IS NULL AND OLD.body IS NOT NULL) EXECUTE FUNCTION cofnod_keeps_words()""",
    "holds_stay": """
        CREATE TRIGGER holds_stay BEFORE DELETE ON holds FOR EACH ROW
        WHEN (OLD.released_at IS NULL) EXECUTE FUNCTION cofnod_keeps_holds()""",
    "holds_are_only_released": """
        CREATE TRIGGER holds_are_only_released BEFORE UPDATE ON holds FOR EACH ROW
        WHEN (NOT (OLD.released_at IS NULL AND NEW.released_at IS NOT NULL AND NEW.released_by IS NOT NULL
            AND NEW.id = OLD.id AND NEW.incident_id = OLD.incident_id AND NEW.code = OLD.code
            AND NEW.held_by = OLD.held_by AND NEW.held_at = OLD.held_at))
        EXECUTE FUNCTION cofnod_keeps_holds()""",
    "holds_are_not_emptied": """
        CREATE TRIGGER holds_are_not_emptied BEFORE TRUNCATE ON holds
        EXECUTE FUNCTION cofnod_keeps_holds()""",
}


RULING_FUNCTIONS = (
    """
    CREATE OR REPLACE FUNCTION cofnod_keeps_rulings() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'a ruling can only be superseded' USING ERRCODE = 'restrict_violation';
    END $$""",
)

POSTGRESQL_RULINGS = {
    "rulings_stay": """
        CREATE TRIGGER rulings_stay BEFORE DELETE ON rulings FOR EACH ROW
        EXECUTE FUNCTION cofnod_keeps_rulings()""",
    "rulings_are_only_superseded": """
        CREATE TRIGGER rulings_are_only_superseded BEFORE UPDATE ON rulings FOR EACH ROW
        WHEN (NOT (OLD.superseded_by IS NULL AND NEW.superseded_by IS NOT NULL
            AND NEW.superseded_on IS NOT NULL AND NEW.id = OLD.id
            AND NEW.question = OLD.question AND NEW.answer = OLD.answer
            AND NEW.edition = OLD.edition AND NEW.day = OLD.day AND NEW.given_by = OLD.given_by
            AND NEW.sought = OLD.sought))
        EXECUTE FUNCTION cofnod_keeps_rulings()""",
    "rulings_are_not_emptied": """
        CREATE TRIGGER rulings_are_not_emptied BEFORE TRUNCATE ON rulings
        EXECUTE FUNCTION cofnod_keeps_rulings()""",
}


def install(conn: Connection) -> None:
    """Put the guards of the trail in place, in the transaction that makes its tables."""
    _install(conn, POSTGRESQL_FUNCTIONS, POSTGRESQL, SQLITE)


def install_keeping(conn: Connection) -> None:
    """Put the guards of holds, and of the words of what is kept, in place; made with the table of holds."""
    _install(conn, KEEPING_FUNCTIONS, POSTGRESQL_KEEPING, SQLITE_KEEPING)


def install_rulings(conn: Connection) -> None:
    """Put the guards of rulings in place, in the transaction that makes their table."""
    _install(conn, RULING_FUNCTIONS, POSTGRESQL_RULINGS, SQLITE_RULINGS)


def install_meetings(conn: Connection) -> None:
    """Put the guards of meetings in place, and that of words again, which keeps those of meetings too."""
    functions = [*guards_meetings.FUNCTIONS, KEEPING_FUNCTIONS[0]]
    sqlite = guards_meetings.SQLITE | {"words_stay": SQLITE_KEEPING["words_stay"]}
    if conn.dialect.name == "sqlite":
        conn.execute(text("DROP TRIGGER IF EXISTS words_stay"))
    _install(conn, functions, guards_meetings.POSTGRESQL, sqlite)


def install_meetings_inserted(conn: Connection) -> None:
    """Put the guards in place that refuse rows of meetings which nobody wrote as they happened."""
    _install(conn, (), guards_meetings.POSTGRESQL_INSERTED, guards_meetings.SQLITE_INSERTED)


def _install(conn: Connection, functions: Sequence[str], *triggers: Mapping[str, str]) -> None:
    """Install functions and triggers: PostgreSQL's, or SQLite's."""
    postgresql, sqlite = triggers
    ours = [*functions, *postgresql.values()] if conn.dialect.name == "postgresql" else sqlite.values()
    for statement in ours:
        conn.exec_driver_sql(statement)


def missing(conn: Connection) -> list[str]:
    """The guards that a database lacks or that are switched off, by name."""
    if conn.dialect.name == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    present = set(conn.execute(text(query)).scalars())
    return sorted(every(conn).keys() - present)


def barred(conn: Connection) -> list[str]:
    """The tables that the role of a connection may not even read, by name; SQLite has no roles."""
    if conn.dialect.name != "postgresql":
        return []
    may = [func.has_table_privilege(name, "SELECT").label(name) for name in metadata.tables]
    return sorted(name for name, allowed in conn.execute(select(*may)).one()._mapping.items() if not allowed)


def every(conn: Connection) -> dict[str, str]:
    """All guards of a database, by name, as they are put in place."""
    if conn.dialect.name == "postgresql":
        of_meetings = guards_meetings.POSTGRESQL | guards_meetings.POSTGRESQL_INSERTED
        return POSTGRESQL | POSTGRESQL_KEEPING | POSTGRESQL_RULINGS | of_meetings
    of_meetings = guards_meetings.SQLITE | guards_meetings.SQLITE_INSERTED
    return SQLITE | SQLITE_KEEPING | SQLITE_RULINGS | of_meetings
