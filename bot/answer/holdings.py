"""Holdings: which texts are held, of a place or of all; bounded, with a count."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.answer.guard import examples
from bot.answer.knowledge import Knowledge
from bot.question.ask import Question
from bot.reply import Answer, Reply, Status
from corpus.document import Document

LINES: Final = 8  # lines of a list; what is left out is counted


def answer_holdings(question: Question, knowledge: Knowledge) -> Reply | None:
    """The texts held: of a place by title, of all by place where there are many."""
    scope = question.scope
    if not scope.listing:
        return None
    documents = knowledge.library.documents
    of = f"{'、'.join(scope.place)}的" if scope.place else ""
    if scope.place or len(documents) <= LINES:
        lines = titled(documents)
    else:
        lines = _counted(scope.held, len(documents))
    return Answer(
        status=Status.ANSWERED,
        conclusion=f"收录了{of}{len(documents)}份政策文件：",
        body=lines,
        suggestions=examples(knowledge),
    )


def titled(documents: Sequence[Document]) -> tuple[str, ...]:
    """A line for each of some texts, by title, issuer and number; at most eight and a count."""
    lines = [
        f"{document.short_title}{f'（{document.origin}）' if document.origin else ''}"
        for document in documents[:LINES]
    ]
    left = len(documents) - LINES
    return (*lines, f"另有{left}份，点名事项或标题可以查到。") if left > 0 else tuple(lines)


def offered(held: Sequence[tuple[str, int]]) -> str:
    """The places of which texts are held, in one phrase: 龙岗区2份、北京市27份等9个地方."""
    named = "、".join(f"{name}{count}份" for name, count in held[:LINES])
    return f"{named}等{len(held)}个地方" if len(held) > LINES else named


def _counted(held: Sequence[tuple[str, int]], total: int) -> tuple[str, ...]:
    lines = [f"{name}：{count}份" for name, count in held[:LINES]]
    left = total - sum(count for _, count in held[:LINES])
    return (*lines, f"另有{left}份，问到某个地方时可以逐份列出。") if left > 0 else tuple(lines)
