"""How Alembic runs a step here: on the connection that `bot.records.database` hands it."""

from alembic import context

from bot.records.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
