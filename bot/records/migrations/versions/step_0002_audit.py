"""The database itself refuses to change or remove a line of the audit log."""

from alembic import op

revision = "0002"
down_revision = "0001"

_LITE = """
CREATE TRIGGER audit_no_{deed} BEFORE {deed} ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
"""
_FUNCTION = """
CREATE FUNCTION audit_unchanged() RETURNS trigger AS
$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$ LANGUAGE plpgsql
"""
_TRIGGER = """
CREATE TRIGGER audit_unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_unchanged()
"""


def upgrade() -> None:
    """Change the schema."""
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(_LITE.format(deed=deed))
        return
    op.execute(_FUNCTION)
    op.execute(_TRIGGER)
