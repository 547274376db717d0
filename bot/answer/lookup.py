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
_NUMBER: Final = r"(?:\d[\d.,]*|[一二两三四五六七八九十百千万]+)"
# What is asked for, and what a sentence must hold to answer it; a unit must be counted.
_VALUES: Final = (
    (
        re.compile(
            r"(?:多少|(?<!哪)几)(?P<unit>天|日|平方米|平米|家|名|个月|次|件|项|场|亩|小时|工作日)"
        ),
        "",
    ),
    (re.compile(r"多少(钱|万|元|亿)|金额|数额|奖多少|补多少"), r"\d[\d.,]*\s*(万|亿)?元|[%％]"),
    (re.compile(r"百分之多少|几成|几个点|比例(是)?多少"), r"\d\s*[%％]|百分之"),
    (re.compile(r"文号|发文字号"), r"〔\d{4}〕"),
)
CLEAR: Final = 0.55  # above this a sentence is preferred to a general answer
_ABOUT: Final = 0.45  # above this the clause of the sentence is what the question is about
_NEAR: Final = 0.15  # below this nothing here is even related


def answer_lookup(question: Question, knowledge: Knowledge) -> Reply | None:
    """The best sentence, quoted; a refusal where no sentence holds enough of the question."""
    found = extracts(question, knowledge)
    if not found or found[0].coverage < _NEAR:
        return out_of_scope(question, knowledge)
    found = _of_the_kind(question, found)
    if found[0].coverage < ENOUGH or not shows(question, found[0].span.text):
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
    question: Question,
    knowledge: Knowledge,
    needs: re.Pattern[str] | None = None,
    least: float = CLEAR,
) -> Reply | None:
    """The look-up's answer where a sentence clearly holds what was asked; None otherwise.

    `needs` is what the sentence must show (a figure, where an amount is asked for).
    """
    found = extracts(question, knowledge)
    if not found or found[0].coverage < least:
        return None
    found = _of_the_kind(question, found)
    if not shows(question, found[0].span.text):
        return None
    if needs is not None and not needs.search(found[0].span.text):
        return None
    return answer_lookup(question, knowledge)


def found_by_search(question: Question, knowledge: Knowledge) -> tuple[Target, ...]:
    """The clause that holds most of the question, where the question names none."""
    found = extracts(question, knowledge)
    if not found or found[0].coverage < _ABOUT:
        return ()
    clause = found[0].clause
    return (Target(clause, knowledge.cards.of_clause(clause), question),)


def _of_the_kind(question: Question, found: list[Extract]) -> list[Extract]:
    """Sentences that show the kind of thing asked for (a number of 家) before those that don't."""
    showing = [e for e in found if shows(question, e.span.text) and e.coverage >= ENOUGH]
    return [*showing, *(e for e in found if e not in showing)]


def shows(question: Question, text: str) -> bool:
    """Whether a text holds the kind of value that the question asks for."""
    for asked, shown in _VALUES:
        if match := asked.search(question.text):
            unit = match.groupdict().get("unit")
            pattern = rf"{_NUMBER}\s*{re.escape(unit)}" if unit else shown
            if not re.search(pattern, text):
                return False
    return True


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
