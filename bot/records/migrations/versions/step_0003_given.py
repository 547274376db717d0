"""A password that another has given is marked, and changed before anything else is done."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Change the schema."""
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("given", sa.Boolean(), nullable=False, server_default=sa.false())
        )
