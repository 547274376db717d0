"""Words of messages that nothing recognised (词语不识), and which of them somebody has settled."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import String, cast, select

from bot.records.audit import Audit
from bot.records.columns import now
from bot.records.database import Database
from bot.records.members import Member
from bot.records.tables import Remark, Task, TurnRecord
from bot.records.task import SETTLED, Deed, TaskKind

LOOKED_AT: Final = 20_000  # turns, the latest
SHOWN: Final = 5  # messages of a word
_NONE: Final = "[]"  # a list of none, as JSON writes it

WordAction = Literal["word.accept", "word.reject"]
_TOLD: Final[Mapping[WordAction, str]] = {"word.accept": "收下", "word.reject": "不收"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word that nothing recognised: how often, the latest messages with it, texts they cited."""

    text: str
    times: int
    messages: Sequence[str]
    texts: Sequence[str]  # ids, the most cited first


class Unread:
    """The unknown words of one database. What became of a word is a settled task of its kind."""

    def __init__(self, database: Database, audit: Audit) -> None:
        self._database = database
        self._audit = audit

    def words(self) -> list[Word]:
        """The words that nobody has settled, those said most first."""
        query = (
            select(TurnRecord.unread, TurnRecord.message, TurnRecord.texts)
            .where(cast(TurnRecord.unread, String) != _NONE)
            .order_by(TurnRecord.id.desc())
            .limit(LOOKED_AT)
        )
        times: Counter[str] = Counter()
        messages: dict[str, dict[str, None]] = {}
        texts: dict[str, Counter[str]] = {}
        with self._database.reading() as session:
            settled = set(session.scalars(select(Task.title).where(Task.kind == TaskKind.WORD)))
            for unread, message, cited in session.execute(query):
                for word in dict.fromkeys(str(one) for one in unread if str(one) not in settled):
                    times[word] += 1
                    messages.setdefault(word, {})[message] = None
                    texts.setdefault(word, Counter()).update(list(cited))  # its ids, without hashes
        return [
            Word(word, count, list(messages[word])[:SHOWN], _first(texts[word]))
            for word, count in times.most_common()
        ]

    def settle(self, by: Member, word: str, action: WordAction, detail: Mapping[str, str]) -> None:
        """Keep that a word was accepted or set aside; it is not shown again."""
        subject = hashlib.sha256(word.encode()).hexdigest()
        with self._database.writing() as session:
            of = (Task.kind == TaskKind.WORD, Task.subject == subject)
            task = session.scalar(select(Task).where(*of))
            if task is None:
                task = Task(kind=TaskKind.WORD.value, subject=subject, title=word, matters=[])
                session.add(task)
            task.state, task.settled = SETTLED, now()
            session.flush()
            told = "；".join(filter(None, (_TOLD[action], *detail.values())))
            remark = Remark(task_id=task.id, actor=by.person, deed=Deed.SETTLED.value, words=told)
            session.add(remark)
            self._audit.add(session, by.name, action, word, **detail)
        self._audit.anchor()


def _first(texts: Counter[str]) -> list[str]:
    return [text for text, _ in texts.most_common()]
