"""The schema's history: brings a database to this version, and says clearly when it is at another."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from bot.store import guards
from bot.store.engine import reading_engine, writing_engine

LOCK = 0x436F666E  # any number of our own: two replicas that migrate at once take turns
TABLES_OF_OURS = frozenset({"incidents", "trail"})


class SchemaError(Exception):
    """The database is not at this program's schema; the message is the whole sentence, `code` says which way.

    `empty`: nothing there. `older`: run `cofnod migrate`. `newer`: made by a later version.
    `unknown`: our tables, but not by our migrations. `unguarded`: what protects the trail is missing.
    `ungranted`: the role that we connect as may not read a table.
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def newest() -> str:
    """The revision that this program was written for."""
    return _known()[0]


@cache
def _known() -> tuple[str, ...]:
    """Every revision, the newest first; each file is run to be asked, so it is asked once."""
    return tuple(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def upgrade(url: str) -> None:
    """Bring a database to the newest schema, all of it or nothing; again: changes nothing.

    Raises SchemaError `newer` or `unknown` rather than touch what it does not know.
    """
    engine = writing_engine(url)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL statement_timeout = 0"))
                connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
                connection.execute(text("SET LOCAL lock_timeout = '30s'"))
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            _refuse_unknown(connection)
            command.upgrade(_config(connection), "head")
    finally:
        engine.dispose()


def check(url: str) -> None:
    """Raise SchemaError unless the database is at exactly this program's schema, with its guards."""
    engine = reading_engine(url)
    try:
        with engine.begin() as connection:
            _refuse_unknown(connection)
            _refuse_other(connection)
    finally:
        engine.dispose()


def unguarded(url: str) -> str:
    """The sentence that says which guards are missing, or nothing; raises as `check` does else."""
    try:
        check(url)
    except SchemaError as problem:
        if problem.code != "unguarded":
            raise
        return str(problem)
    return ""


def revision(connection: Connection) -> str | None:
    """The revision that a database says it is at."""
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_unknown(connection: Connection) -> None:
    found = revision(connection)
    if found is None and TABLES_OF_OURS & set(inspect(connection).get_table_names()):
        raise SchemaError(
            "unknown", "The database holds Cofnod's tables but not their version; restore it from a back-up."
        )
    if found is not None and found not in _known():
        raise SchemaError(
            "newer", f"The database is at schema {found}, which this Cofnod does not know; update Cofnod."
        )


def _refuse_other(connection: Connection) -> None:
    found = revision(connection)
    if found is None:
        raise SchemaError("empty", "The database is empty; run cofnod migrate.")
    if found != newest():
        raise SchemaError("older", f"The database is at the older schema {found}; run cofnod migrate.")
    missing = guards.missing(connection)
    if missing:
        raise SchemaError("unguarded", f"The database lacks what guards the trail: {', '.join(missing)}.")
    if barred := guards.barred(connection):
        raise SchemaError(
            "ungranted",
            f"This role may not use {', '.join(barred)}: run grants.sql again (of the role that forgets "
            "incidents: grants_forget.sql), as the owner of the tables.",
        )
