"""Changing the audit log as somebody could who owns the database."""

from __future__ import annotations

from sqlalchemy import text

from bot.records.records import Records


def change(records: Records, *statements: str) -> None:
    """Take away what refuses to change the log, then change it."""
    with records.database.writing() as session:
        if records.database.lite:
            for name in ("audit_no_UPDATE", "audit_no_DELETE", "audit_next"):
                session.execute(text(f"DROP TRIGGER {name}"))
        else:
            session.execute(text("ALTER TABLE audit DISABLE TRIGGER audit_unchanged"))
        for statement in statements:
            session.execute(text(statement))
