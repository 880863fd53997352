"""What Alembic runs for every command: our own connection, in the transaction that it is in."""

from alembic import context

from bot.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection is not None and connection.dialect.name == "sqlite",
)
context.run_migrations()
