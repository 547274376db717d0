"""Look-up: the sentence of the texts that holds what was asked, found by search."""

from __future__ import annotations

import re
from typing import Final

from bot.answer.guard import out_of_scope
from bot.answer.knowledge import Knowledge
from bot.answer.sources import Sources
from bot.answer.target import Target, targets
from bot.extract import Extract, best_sentences
from bot.question.ask import Question
from bot.reply import Answer, Refusal, Reply, Status
from corpus.clause import Clause, ClauseKind

_POOL: Final = 8  # clauses a search hands to the extractor
ENOUGH: Final = 0.34  # share of a question's content that a sentence must hold to answer it
CLEAR: Final = 0.55  # above this a sentence is preferred to a general answer
_NEAR: Final = 0.15  # below this nothing here is even related


def answer_lookup(question: Question, knowledge: Knowledge) -> Reply | None:
    """The best sentence, quoted; a refusal where no sentence holds enough of the question."""
    found = extracts(question, knowledge)
    if not found or found[0].coverage < _NEAR:
        return out_of_scope(question, knowledge)
    if found[0].coverage < ENOUGH:
        return _unanswered(question, found[0], knowledge)
    sources = Sources(knowledge.library)
    chosen = [e for e in found[:2] if e.score > found[0].score - 0.04 and e.coverage >= ENOUGH]
    lines = []
    for extract in chosen:
        title = knowledge.document(extract.clause).short_title
        marker = sources.cite(extract.clause, extract.span)
        lines.append(f"{title}{extract.clause.label}：“{extract.span.text}”{marker}")
    return Answer(
        status=Status.ANSWERED,
        conclusion=lines[0],
        body=tuple(lines[1:]),
        citations=sources.citations,
        contact="、".join(chosen[0].clause.responsible),
        provision=Target(chosen[0].clause, None, question).provision(knowledge),
    )


def told(
    question: Question, knowledge: Knowledge, needs: re.Pattern[str] | None = None
) -> Reply | None:
    """The look-up's answer where a sentence clearly holds what was asked; None otherwise.

    `needs` is what the sentence must show (a figure, where an amount is asked for).
    """
    found = extracts(question, knowledge)
    if not found or found[0].coverage < CLEAR:
        return None
    if needs is not None and not needs.search(found[0].span.text):
        return None
    return answer_lookup(question, knowledge)


def extracts(question: Question, knowledge: Knowledge) -> list[Extract]:
    """The sentences that hold most of the question, best first."""
    pool = _pool(question, knowledge)
    prior = [1.0 - i / max(1, len(pool)) for i in range(len(pool))]
    return best_sentences(question.text, pool, k=4, prior=prior)


def _pool(question: Question, knowledge: Knowledge) -> list[Clause]:
    """The clauses to look in: those addressed, those of the matter, those a search finds."""
    documents = question.documents or None
    pool: dict[str, Clause] = {}
    for target in targets(question, knowledge):
        for clause in (target.clause, *knowledge.library.children(target.clause)):
            pool[clause.key] = clause
    if question.addresses and pool:
        return list(pool.values())
    for hit in knowledge.searcher.search(question.text, _POOL, documents):
        pool.setdefault(hit.clause.key, hit.clause)
    kinds = (ClauseKind.TITLE, ClauseKind.REMNANT, ClauseKind.HEADING)
    return [clause for clause in pool.values() if clause.kind not in kinds]


def _unanswered(question: Question, nearest: Extract, knowledge: Knowledge) -> Refusal:
    sources = Sources(knowledge.library)
    marker = sources.cite(nearest.clause, nearest.span)
    title = knowledge.document(nearest.clause).short_title
    held = "、".join(d.short_title for d in knowledge.library.documents)
    return Refusal(
        status=Status.NOT_STATED,
        conclusion=(
            f"已查{held}，没有写明所问的内容。最接近的是{title}{nearest.clause.label}："
            f"“{nearest.span.text}”{marker}"
        ),
        citations=sources.citations,
        contact="、".join(nearest.clause.responsible),
    )
