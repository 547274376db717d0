"""Every kind of record, a class each. Moments are aware; JSON columns hold plain data."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, MetaData, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bot.records.columns import Moment, Words, now

_KEY = Words(64)
_WORD = Words(200)


class Table(DeclarativeBase):
    """What all tables share: names of constraints that a migration can find again."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: Moment, str: Words, dict[str, Any]: JSON, list[Any]: JSON,
    }  # fmt: skip


class ConversationRecord(Table):
    """A conversation. ``owner`` is a hash of what the visitor's browser holds; "" of the API."""

    __tablename__ = "conversation"
    id: Mapped[str] = mapped_column(_KEY, primary_key=True)
    owner: Mapped[str] = mapped_column(_KEY, index=True)
    begun: Mapped[datetime] = mapped_column(default=now)
    last: Mapped[datetime] = mapped_column(default=now, index=True)


class TurnRecord(Table):
    """A message with its reply, as shown. What tells who somebody is was masked (`masking`)."""

    __tablename__ = "turn"
    __table_args__ = (UniqueConstraint("conversation_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(
        ForeignKey("conversation.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]  # from 1
    at: Mapped[datetime] = mapped_column(default=now, index=True)
    day: Mapped[date]  # whose law it was answered by
    channel: Mapped[str] = mapped_column(_WORD)  # page ｜ api
    message: Mapped[str]
    status: Mapped[str] = mapped_column(_WORD, index=True)
    grade: Mapped[str | None] = mapped_column(_WORD)
    matters: Mapped[list[Any]]  # ids of topics
    unread: Mapped[list[Any]]  # words that nothing recognised
    reply: Mapped[dict[str, Any]]  # bot.render.render_json
    beside: Mapped[dict[str, Any]]  # schemes and clauses as they were: bot.serve.talks
    texts: Mapped[dict[str, Any]]  # document id → SHA-256 of the text that was cited
    seconds: Mapped[float]
    share: Mapped[str | None] = mapped_column(_KEY, unique=True)  # key of its permalink


class Feedback(Table):
    """Whether an answer helped. The latest of a turn counts."""

    __tablename__ = "feedback"
    id: Mapped[int] = mapped_column(primary_key=True)
    turn_id: Mapped[int] = mapped_column(ForeignKey("turn.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    useful: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")


class StaffAccount(Table):
    """Somebody of the staff. ``password`` is an Argon2 hash; None where OIDC vouches for them."""

    __tablename__ = "account"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(_WORD, unique=True)  # to sign in with
    person: Mapped[str] = mapped_column(_WORD)  # as answers and signatures say it
    roles: Mapped[list[Any]]
    password: Mapped[str | None]
    given: Mapped[bool] = mapped_column(default=False)  # by another: to be changed at once
    subject: Mapped[str | None] = mapped_column(_WORD, unique=True)  # issuer and sub of OIDC
    made: Mapped[datetime] = mapped_column(default=now)
    off: Mapped[bool] = mapped_column(default=False)
    failures: Mapped[int] = mapped_column(default=0)  # since somebody last got in
    locked_until: Mapped[datetime | None]


class SignIn(Table):
    """A browser in which somebody has signed in. ``id`` is the SHA-256 of its cookie."""

    __tablename__ = "session"
    id: Mapped[str] = mapped_column(_KEY, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    begun: Mapped[datetime] = mapped_column(default=now)
    last: Mapped[datetime] = mapped_column(default=now)


class ApiKey(Table):
    """A key to the API. ``secret`` is its SHA-256."""

    __tablename__ = "api_key"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(_WORD)
    secret: Mapped[str] = mapped_column(_KEY, unique=True)
    made_by: Mapped[str] = mapped_column(_WORD)
    made: Mapped[datetime] = mapped_column(default=now)
    used: Mapped[datetime | None]
    revoked: Mapped[datetime | None]


class AuditLine(Table):
    """A line of the audit log, chained to the one before it (`audit`). Never changed."""

    __tablename__ = "audit"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(_WORD)
    action: Mapped[str] = mapped_column(_WORD, index=True)
    subject: Mapped[str]
    detail: Mapped[dict[str, Any]]
    before: Mapped[str] = mapped_column(_KEY)
    hash: Mapped[str] = mapped_column(_KEY)


class Task(Table):
    """Something that waits for the staff (待办). ``subject`` tells it from others of its kind."""

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("kind", "subject"),
        Index("ix_task_state_kind", "state", "kind"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(_WORD)
    subject: Mapped[str] = mapped_column(_WORD)
    title: Mapped[str]
    turn_id: Mapped[int | None] = mapped_column(
        ForeignKey("turn.id", ondelete="CASCADE"), index=True
    )
    matters: Mapped[list[Any]]
    state: Mapped[str] = mapped_column(_WORD)  # open ｜ settled
    assignee: Mapped[str] = mapped_column(_WORD, default="")
    made: Mapped[datetime] = mapped_column(default=now)
    due: Mapped[date | None]
    settled: Mapped[datetime | None]


class Remark(Table):
    """What was said or done about a task: a note, an assignment, why it is settled."""

    __tablename__ = "remark"
    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    actor: Mapped[str] = mapped_column(_WORD)
    deed: Mapped[str] = mapped_column(
        _WORD
    )  # assigned ｜ handed_over ｜ settled ｜ reopened ｜ noted
    words: Mapped[str]


class ReadingVersion(Table):
    """A reading (口径) as it was written at one time. The highest number of an id is the newest."""

    __tablename__ = "reading"
    __table_args__ = (UniqueConstraint("reading_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    reading_id: Mapped[str] = mapped_column(_WORD, index=True)
    number: Mapped[int]  # from 1
    document_id: Mapped[str] = mapped_column(_WORD)
    entry: Mapped[dict[str, Any]]  # as readings.yaml has it: title, reading, clauses, grounds …
    author: Mapped[str] = mapped_column(_WORD)
    at: Mapped[datetime] = mapped_column(default=now)
    comment: Mapped[str] = mapped_column(default="")


class Signature(Table):
    """That somebody signed a version of a reading, bound to the words it was signed over."""

    __tablename__ = "signature"
    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(
        ForeignKey("reading.id", ondelete="CASCADE"), index=True
    )
    signer: Mapped[str] = mapped_column(_WORD)  # name of the account
    person: Mapped[str] = mapped_column(_WORD)
    role: Mapped[str] = mapped_column(_WORD)
    ground: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
    basis: Mapped[str] = mapped_column(_KEY)  # SHA-256 over clauses and rules
    withdrawn: Mapped[datetime | None]
    withdrawn_by: Mapped[str] = mapped_column(_WORD, default="")
    withdrawn_why: Mapped[str] = mapped_column(default="")


class ServiceEntry(Table):
    """A piece of 办事信息 that the staff enter: of a matter of a text, or of the text ("")."""

    __tablename__ = "service_entry"
    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(_WORD, index=True)
    matter: Mapped[str] = mapped_column(_WORD, default="")
    kind: Mapped[str] = mapped_column(
        _WORD
    )  # window ｜ phone ｜ link ｜ hours ｜ materials ｜ steps
    words: Mapped[str]
    source: Mapped[str]
    dated: Mapped[date]
    author: Mapped[str] = mapped_column(_WORD)
    at: Mapped[datetime] = mapped_column(default=now)
    withdrawn: Mapped[datetime | None]


class StaffCase(Table):
    """A question that became a case of the eval set, with the right answer by a person."""

    __tablename__ = "staff_case"
    id: Mapped[int] = mapped_column(primary_key=True)
    turn_id: Mapped[int | None] = mapped_column(ForeignKey("turn.id", ondelete="SET NULL"))
    case: Mapped[dict[str, Any]]  # evals.case: turns, category, gold …
    author: Mapped[str] = mapped_column(_WORD)
    at: Mapped[datetime] = mapped_column(default=now)


class EvalRun(Table):
    """A run of the evaluation."""

    __tablename__ = "eval_run"
    id: Mapped[str] = mapped_column(_KEY, primary_key=True)
    begun: Mapped[datetime] = mapped_column(default=now, index=True)
    ended: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(_WORD)  # running ｜ done ｜ cancelled ｜ failed
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    process: Mapped[int | None]  # of the machine, while it runs
    version: Mapped[str] = mapped_column(_WORD)
    corpus: Mapped[str] = mapped_column(_KEY)  # SHA-256 over the documents
    configuration: Mapped[dict[str, Any]]
    questions: Mapped[str]  # which set
    author: Mapped[str] = mapped_column(_WORD)
    summary: Mapped[dict[str, Any]]
    failure: Mapped[str] = mapped_column(default="")


class EvalResult(Table):
    """How one case went in one run."""

    __tablename__ = "eval_result"
    __table_args__ = (UniqueConstraint("run_id", "case_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[str] = mapped_column(ForeignKey("eval_run.id", ondelete="CASCADE"), index=True)
    case_id: Mapped[str] = mapped_column(_WORD)
    stamp: Mapped[str] = mapped_column(_KEY)  # of the question and of what is right
    category: Mapped[str] = mapped_column(_WORD)
    clauses: Mapped[list[Any]]
    turns: Mapped[list[Any]]
    passed: Mapped[bool]
    faults: Mapped[list[Any]]
    reasons: Mapped[list[Any]]
    counts: Mapped[dict[str, Any]]  # measure → [good, total]
    said: Mapped[str] = mapped_column(_KEY)  # digest of the words of the answer
    answer: Mapped[dict[str, Any]]
    seconds: Mapped[float]
