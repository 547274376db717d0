"""The database itself refuses to change or remove a line of the audit log."""

from alembic import op

revision = "0002"
down_revision = "0001"

_LITE = """
CREATE TRIGGER audit_no_{deed} BEFORE {deed} ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
"""
# REPLACE INTO takes a line out without asking the triggers of DELETE.
_NEXT = """
CREATE TRIGGER audit_next BEFORE INSERT ON audit
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM audit)
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END
"""
_SERVER = (
    """
CREATE FUNCTION audit_unchanged() RETURNS trigger AS
$$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$ LANGUAGE plpgsql
""",
    """
CREATE TRIGGER audit_unchanged BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
FOR EACH STATEMENT EXECUTE FUNCTION audit_unchanged()
""",
    """
CREATE FUNCTION audit_next() RETURNS trigger AS
$$ BEGIN
IF NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM audit) THEN
RAISE EXCEPTION 'the audit log is append-only'; END IF;
RETURN NEW;
END $$ LANGUAGE plpgsql
""",
    """
CREATE TRIGGER audit_next BEFORE INSERT ON audit
FOR EACH ROW EXECUTE FUNCTION audit_next()
""",
)


def upgrade() -> None:
    """Change the schema."""
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(_LITE.format(deed=deed))
        op.execute(_NEXT)
        return
    for statement in _SERVER:
        op.execute(statement)
