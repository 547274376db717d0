"""Look-up: the sentence of the texts that holds what was asked, found by search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.answer.guard import examples, not_found
from bot.answer.knowledge import Knowledge
from bot.answer.sources import Sources
from bot.answer.sure import SURE, confidence, shows
from bot.answer.target import Target, contact, provision_of, targets
from bot.answer.which import names_nothing, which_matter
from bot.extract import Extract, best_sentences
from bot.question.ask import Question
from bot.question.rest import beside, unnamed, weight
from bot.reply import Answer, Refusal, Reply, Status
from corpus.clause import Clause, ClauseKind
from corpus.numerals import read

# What is said where nothing is proven: that the text is silent, or that it was not understood.
_NOT_SURE: Final = "没有找到回答这一点的句子（可能原文没有写明，也可能是没有理解您的意思）"
_TELLING: Final = 3  # bigrams that must remain for the rest of a question to decide
_RANKED: Final = 200  # sentences of a pool that are ranked: all of them, in practice
_BEST: Final = 4  # sentences that a reply is chosen from
_LEVEL: Final = 0.04  # of score: a sentence so little behind the first is told with it
_POOL: Final = 8  # clauses a search hands to the extractor
ENOUGH: Final = 0.285  # share of a question's content that a sentence must hold to answer it
CLEAR: Final = 0.55  # above this a sentence is preferred to a general answer
_ABOUT: Final = 0.45  # above this the clause of the sentence is what the question is about
NEAR: Final = 0.15  # below this nothing here is even related
NEAR_ALONE: Final = 0.05  # as much, where a single text is meant


def answer_lookup(question: Question, knowledge: Knowledge) -> Reply | None:
    """The best sentence, quoted; a refusal where no sentence holds enough of the question."""
    names_only = not weight(unnamed(question))
    if question.topics and not question.addresses and names_only:
        return provision(question, knowledge)
    bare = not (question.topics or question.addresses or question.frame.money)
    if bare and names_nothing(question) and (which := which_matter(knowledge)):
        return which
    ranked, pool = found_in(question, knowledge)
    found = ranked[:_BEST]
    near = max((e.coverage for e in found), default=0.0)
    sure = bool(found) and confidence(question, found, pool, knowledge.unmarked) >= SURE
    weak = not found or found[0].coverage < ENOUGH
    if weak and not sure and question.followed and (wanted := targets(question, knowledge)):
        return nothing_in(wanted, knowledge)
    bound = NEAR_ALONE if len(knowledge.library.documents) == 1 else NEAR
    if not found or (near < bound and not sure):
        return not_found(knowledge) if knowledge.searcher else unsearched(knowledge)
    first, *rest = _of_the_kind(question, found)
    sure = sure and first is found[0]
    if not shows(question, first.span.text) or (first.coverage < ENOUGH and not sure):
        return _unanswered((first, *rest), knowledge)
    level = [e for e in rest[:1] if e.score > first.score - _LEVEL and e.coverage >= ENOUGH]
    chosen = list({e.span.text: e for e in (*level, first)}.values())[::-1]  # a text held twice
    reply = quoted(chosen, question, knowledge)
    if sure:
        return reply
    head = "最接近的原文是"
    note = "不能确定这就是您要问的；如果不是，请换一种说法，或点名事项再问。"
    conclusion = f"{head}{reply.conclusion}"
    return replace(reply, status=Status.NEAREST, conclusion=conclusion, notes=(note,))


def nothing_in(wanted: Sequence[Target], knowledge: Knowledge) -> Refusal:
    """No sentence of the thread's provision is like what is asked: its gist is shown."""
    sources = Sources(knowledge.library)
    lines = []
    for target in wanted[:2]:
        span = target.gist()
        marker = sources.cite(target.clause, span)
        lines.append(f"{knowledge.called(target.clause)}写的是“{span.text}”{marker}")
    return Refusal(
        status=Status.NOT_FOUND,
        conclusion=f"{_NOT_SURE}：{'；'.join(lines)}。",
        citations=sources.citations,
        contact=contact(tuple(wanted), knowledge),
    )


def quoted(chosen: Sequence[Extract], question: Question, knowledge: Knowledge) -> Reply:
    """Sentences as an answer, each with its clause."""
    sources = Sources(knowledge.library)
    lines = []
    for extract in chosen:
        marker = sources.cite(extract.clause, extract.span)
        heading = extract.clause.heading
        named = f"（{heading}）" if heading and heading not in extract.span.text else ""
        lines.append(f"{knowledge.called(extract.clause)}{named}：“{extract.span.text}”{marker}")
    return Answer(
        status=Status.ANSWERED,
        conclusion=lines[0],
        body=tuple(lines[1:]),
        citations=sources.citations,
        contact="、".join(chosen[0].clause.responsible),
        provision=provision_of(sources.citations, question, knowledge),
    )


def unsearched(knowledge: Knowledge) -> Refusal:
    """No search is to be had, so nothing can be said to be missing from the texts."""
    return Refusal(
        status=Status.UNAVAILABLE,
        conclusion="检索暂不可用，无法查找所问的内容。点名事项的金额和按编号查条款仍可回答。",
        contact=contact((), knowledge),
        suggestions=examples(knowledge),
    )


def told(
    question: Question,
    knowledge: Knowledge,
    figured: bool = False,
    least: float = CLEAR,
    within: Sequence[Target] = (),
) -> Reply | None:
    """The look-up's answer where a sentence clearly holds what was asked; None otherwise.

    `figured`: the sentence must state a figure, because an amount is asked for; `within` are the
    clauses that it must come from.
    """
    found = extracts(question, knowledge)
    if not found or found[0].coverage < least:
        return None
    found = _of_the_kind(question, found)
    if not shows(question, found[0].span.text):
        return None
    if within and found[0].clause.key not in {target.clause.key for target in within}:
        return None
    if figured and not read(found[0].span.text):
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


def extracts(question: Question, knowledge: Knowledge, most: int = _BEST) -> list[Extract]:
    """The sentences that hold most of the question, best first."""
    return found_in(question, knowledge)[0][:most]


def found_in(question: Question, knowledge: Knowledge) -> tuple[list[Extract], list[Clause]]:
    """The sentences of the clauses to look in, best first, and those clauses."""
    question = replace(question, text=_without_numbers(question))
    pool = _pool(question, knowledge)
    prior = [1.0 - i / max(1, len(pool)) for i in range(len(pool))]
    searcher = knowledge.searcher
    meanings = searcher.meanings(question.text) if searcher else ()
    found = best_sentences(question.text, pool, k=_RANKED, prior=prior, meanings=meanings)
    residue = _residue(question)
    if residue == question.text:
        return _related(found, question), pool
    # The names found the pool; what remains decides which sentence of it is meant.
    rest = {e.span.start: e for e in best_sentences(residue, pool, _RANKED, prior, meanings)}
    both = [
        replace(e, score=e.score + r.score, coverage=max(e.coverage, r.coverage))
        for e in found
        if (r := rest.get(e.span.start)) is not None
    ]
    return _related(sorted(both, key=lambda e: -e.score), question), pool


def _related(found: Sequence[Extract], question: Question) -> list[Extract]:
    """What holds enough of the question, best first, then the rest.

    Of the rest those first that show the kind of value asked for; what they share with the
    question beside the score tells a little more.
    """
    enough = [e for e in found if e.coverage >= ENOUGH]
    rest = [e for e in found if e.coverage < ENOUGH]
    rest.sort(key=lambda e: (not shows(question, e.span.text), -e.score - e.coverage / 2))
    return [*enough, *rest]


def _without_numbers(question: Question) -> str:
    """The question without the document numbers by which it names its text."""
    text = question.text
    for number in question.scope.numbers:
        text = text.replace(number, " ")
    return text


def provision(question: Question, knowledge: Knowledge) -> Reply:
    """A matter by its name and nothing more: what the texts say it pays and on what terms."""
    sources = Sources(knowledge.library)
    lines = []
    wanted = targets(question, knowledge)
    for target in wanted[:3]:
        fields = ("对象", "条件", "标准", "上限") if target.card else ()
        spans = [s for f in fields for s in (target.card.stated(f) if target.card else ())]
        spans = list(dict.fromkeys(spans)) or [target.gist()]
        quotes = sources.quoted(target.clause, spans)
        lines.append(f"{knowledge.called(target.clause)}（{target.clause.heading}）：{quotes}")
    return Answer(
        status=Status.ANSWERED,
        conclusion=lines[0],
        body=tuple(lines[1:]),
        citations=sources.citations,
        contact=contact(wanted, knowledge),
    )


def _residue(question: Question) -> str:
    """What the question asks beside the matters it names: the pool is already of those."""
    rest = unnamed(question)
    return rest if weight(rest) >= _TELLING else question.text


def asks_more(question: Question) -> bool:
    """Whether a question says more than the matter, the clause and the field it names."""
    return weight(beside(question)) >= _TELLING


def _pool(question: Question, knowledge: Knowledge) -> list[Clause]:
    """The clauses to look in: those addressed, those of the matter, those a search finds."""
    documents = question.documents or None
    pool: dict[str, Clause] = {}
    for target in targets(question, knowledge):
        for clause in (target.clause, *knowledge.library.children(target.clause)):
            pool[clause.key] = clause
    if question.addresses and pool:
        return list(pool.values())
    searcher = knowledge.searcher
    for hit in searcher.search(question.text, _POOL, documents) if searcher else ():
        pool.setdefault(hit.clause.key, hit.clause)
    kinds = (ClauseKind.TITLE, ClauseKind.REMNANT, ClauseKind.HEADING)
    return [clause for clause in pool.values() if clause.kind not in kinds]


def _unanswered(nearest: Sequence[Extract], knowledge: Knowledge) -> Refusal:
    """The nearest sentences: they lack the value asked for, or are not near enough to be sure."""
    sources = Sources(knowledge.library)
    first, *rest = nearest
    marker = sources.cite(first.clause, first.span)
    sure = first.coverage >= ENOUGH
    says = "没有写明所问的内容" if sure else _NOT_SURE
    others = {e.clause.key: e for e in reversed(rest) if e.coverage >= NEAR}
    others.pop(first.clause.key, None)  # the provision around the first is shown with it
    lines = [
        f"也可能相关：{knowledge.called(e.clause)}：“{e.span.text}”{sources.cite(e.clause, e.span)}"
        for e in list(others.values())[::-1]
    ]
    return Refusal(
        status=Status.NOT_STATED if sure else Status.NOT_FOUND,
        conclusion=(
            f"已查{knowledge.titles}，{says}。最接近的是{knowledge.called(first.clause)}："
            f"“{first.span.text}”{marker}"
        ),
        body=tuple(lines),
        citations=sources.citations,
        contact="、".join(first.clause.responsible),
    )
