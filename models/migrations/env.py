"""Alembic's entry: takes the connection it is given and runs inside the caller's transaction.

Never opens a connection and never commits; the runner owns both.
"""

from __future__ import annotations

from alembic import context

from models.catalogue import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,
    transaction_per_migration=False,
)
context.run_migrations()
