"""The first schema. Its statements stand beside it, one file per engine, frozen since the first release."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    name = op.get_bind().dialect.name
    statements = Path(__file__).with_name(f"m0001_foundation.{name}.sql").read_text(encoding="utf-8")
    for statement in statements.split(";\n"):
        if statement.strip():
            op.get_bind().exec_driver_sql(statement)
