"""What the database itself refuses: to change or delete the trail, or to turn its heads back.

Whoever owns the tables can still remove these; the chain, and the anchors outside the database, show it.
On PostgreSQL the bot connects as a role that owns nothing: `grants.sql` beside this file.
"""

from sqlalchemy import Connection, func, select, text

from bot.store.tables import metadata

WRITERS = 0x54726169  # writers of the trail share this lock; an anchor waits until none is under way

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


def install(conn: Connection) -> None:
    """Put every guard in place, in the transaction that makes or changes the tables."""
    if conn.dialect.name == "postgresql":
        for function in POSTGRESQL_FUNCTIONS:
            conn.exec_driver_sql(function)
    for trigger in _guards(conn).values():
        conn.exec_driver_sql(trigger)


def missing(conn: Connection) -> list[str]:
    """The guards that a database lacks or that are switched off, by name."""
    if conn.dialect.name == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    present = set(conn.execute(text(query)).scalars())
    return sorted(_guards(conn).keys() - present)


def barred(conn: Connection) -> list[str]:
    """The tables that the role of a connection may not even read, by name; SQLite has no roles."""
    if conn.dialect.name != "postgresql":
        return []
    may = [func.has_table_privilege(name, "SELECT").label(name) for name in metadata.tables]
    return sorted(name for name, allowed in conn.execute(select(*may)).one()._mapping.items() if not allowed)


def _guards(conn: Connection) -> dict[str, str]:
    return POSTGRESQL if conn.dialect.name == "postgresql" else SQLITE
