"""Changes: what a later text deleted, modified or added, and what the earlier one says."""

from __future__ import annotations

from typing import Final

from bot.answer.knowledge import Knowledge
from bot.answer.lookup import told
from bot.answer.sources import Sources
from bot.answer.target import provision_of, targets
from bot.extract import best_sentences
from bot.question.ask import Question
from bot.question.asks import AskKind, Cue
from bot.reply import Answer, Refusal, Reply, Status
from corpus.cards import Card
from corpus.clause import Clause
from corpus.document import Span
from corpus.numerals import read
from corpus.versions import CHANGE_NAMES, DELETIONS, Amendment, Change

_SHORT: Final = 12  # characters: 新增的呢, 那删除的呢
_KINDS: Final = {
    Cue.DELETED: (Change.DELETE, Change.DELETE_PART),
    Cue.ADDED: (Change.ADD,),
    Cue.MODIFIED: (Change.MODIFY, Change.SUPERSEDE),
}
_SPEAKS_OF: Final = 0.3  # coverage from which a sentence is quoted before the amending words


def answer_change(question: Question, knowledge: Knowledge) -> Reply | None:
    """What was changed: the operations on a matter, or all operations of a kind."""
    if not knowledge.amendments:
        return None
    if _compares_texts(question):
        return _overview(question, knowledge, asked=True)
    if not question.wants(AskKind.CHANGED):
        return None
    elliptical = len(question.text) <= _SHORT and any(cue in question.cues for cue in _KINDS)
    if elliptical and not question.named and not question.addresses:
        return _overview(question, knowledge, asked=True)
    about = [a for a in knowledge.amendments if _about(a, question, knowledge)]
    if not about and not question.topics and not question.addresses:
        return _overview(question, knowledge)
    if not about:
        return _untouched(question, knowledge)
    if all(_silent_on(a, question, knowledge) for a in about):
        return None  # the figure asked for is not stated: said so by whoever answers for it
    sources = Sources(knowledge.library)
    lines = [_operation(amendment, question, knowledge, sources) for amendment in about]
    before = _clauses_before(about, question)
    earlier_too = Cue.EARLIER_TOO in question.cues or bool(before)
    if Change.ADD not in {a.change for a in about} and earlier_too:
        lines.extend(_earlier(about, knowledge, sources))
    return Answer(
        status=Status.ANSWERED,
        conclusion=lines[0],
        body=tuple(dict.fromkeys(lines[1:])),
        citations=sources.citations,
        notes=(
            f"{about[0].amends_short}正文没有收录，只知道上面引用的内容。",
            *(_itself(clause, about[0], knowledge) for clause in before),
        ),
        provision=provision_of(sources.citations, question, knowledge),
    )


def _compares_texts(question: Question) -> bool:
    """两份文件有什么不同: the texts as wholes, no matter of theirs."""
    compares = question.wants(AskKind.COMPARE) and Cue.BOTH_TEXTS in question.cues
    return compares and not (question.named or question.addresses or question.figures)


def _clauses_before(about: list[Amendment], question: Question) -> list[Clause]:
    """若干措施第9条改了吗: the clauses asked about that are of no amending text."""
    amending = {a.clause.document_id for a in about}
    clauses = (clause for a in question.addresses for clause in a.clauses)
    return [clause for clause in clauses if clause.document_id not in amending]


def _itself(clause: Clause, amendment: Amendment, knowledge: Knowledge) -> str:
    """What is changed is another text's: of the clause itself nothing is said."""
    title = knowledge.document(clause).short_title
    return (
        f"{knowledge.document(amendment.clause).short_title}调整的是{amendment.amends_short}；"
        f"{title}{clause.label}本身有没有修改，原文未载明。"
    )


def _about(amendment: Amendment, question: Question, knowledge: Knowledge) -> bool:
    addressed = {clause.key for a in question.addresses for clause in a.clauses}
    named = {n.topic for n in question.named}
    if addressed and amendment.clause.key not in addressed:
        # 新增第十二条说重大活动按30%: the number and the matter are not the same provision
        own, others = _topics(addressed, amendment, knowledge)
        if amendment.topic in others and not own:
            return True  # 若干措施第9条还在吗: a clause of the text before, on the same matter
        topics = own | others
        return amendment.topic in named - topics and not named & topics
    return amendment.clause.key in addressed or amendment.topic in question.topics


def _topics(
    keys: set[str], amendment: Amendment, knowledge: Knowledge
) -> tuple[set[str], set[str]]:
    """The matters of clauses of the amending text itself, and of other texts."""
    own: set[str] = set()
    others: set[str] = set()
    for clause in map(knowledge.library.by_key, sorted(keys)):
        if card := knowledge.cards.of_clause(clause):
            same = clause.document_id == amendment.clause.document_id
            (own if same else others).add(card.topic)
    return own, others


def _silent_on(amendment: Amendment, question: Question, knowledge: Knowledge) -> bool:
    card = knowledge.cards.of_clause(amendment.clause)
    return card is not None and any(f.card in card.silent for f in question.fields)


def deletions(question: Question, knowledge: Knowledge, sources: Sources) -> list[str]:
    """What a later text deleted of the matters asked about: no period says that."""
    return [
        _operation(amendment, question, knowledge, sources)
        for topic in question.topics
        for amendment in knowledge.amendments_of(topic)
        if amendment.change in DELETIONS
    ]


def _operation(
    amendment: Amendment, question: Question, knowledge: Knowledge, sources: Sources
) -> str:
    """What was done, with the sentence that answers the question best."""
    title = knowledge.document(amendment.clause).short_title
    whose = "" if amendment.change is Change.ADD else amendment.amends_short
    head = f"{title}：{CHANGE_NAMES[amendment.change]}{whose}“{amendment.target} {amendment.name}”"
    card = knowledge.cards.of_clause(amendment.clause)
    asked = [field.card for field in question.fields if field.card]
    spans = tuple(s for f in asked for s in card.stated(f)) if card else ()
    spans = spans or _telling(amendment, question)
    quotes = sources.quoted(amendment.clause, spans)
    new = amendment.instead and all(amendment.instead not in span.text for span in spans)
    tail = f"（另见{amendment.instead}）" if new else ""
    return f"{head}：{quotes}{tail}。"


def _telling(amendment: Amendment, question: Question) -> tuple[Span, ...]:
    """The amending words, or the sentences of the clause that speak of what was asked."""
    best = best_sentences(question.text, [amendment.clause], 2)
    if not best or best[0].coverage < _SPEAKS_OF:
        return (amendment.span,)
    inside = best[0].span
    if inside.start <= amendment.span.start < inside.end:
        return (inside,)
    return (inside, amendment.span)


def _earlier(about: list[Amendment], knowledge: Knowledge, sources: Sources) -> list[str]:
    lines = []
    for topic in dict.fromkeys(amendment.topic for amendment in about):
        for card in knowledge.cards.of_topic(topic):
            if any(card.document_id == a.clause.document_id for a in about):
                continue
            if quoted := _quoted(card, ("标准", "上限"), sources):
                lines.append(f"较早的{knowledge.called(card.clause)}写的是：{quoted}。")
    return lines


def _quoted(card: Card, fields: tuple[str, ...], sources: Sources) -> str:
    spans = [span for field in fields for span in card.stated(field)]
    return sources.quoted(card.clause, spans)


def _overview(question: Question, knowledge: Knowledge, *, asked: bool = False) -> Reply | None:
    """All operations, or those of the kinds named, one line each."""
    kinds = {kind for cue, of in _KINDS.items() if cue in question.cues for kind in of}
    if Cue.WHICH_ONES not in question.cues and not asked:
        return None
    if not kinds and told(question, knowledge) is not None:
        return None
    listed = [a for a in knowledge.amendments if not kinds or a.change in kinds] or list(
        knowledge.amendments
    )
    sources = Sources(knowledge.library)
    lines = []
    for amendment in listed:
        marker = sources.cite(amendment.clause, amendment.span)
        which = "" if amendment.change is Change.ADD else "原"
        named = f"{which}“{amendment.target} {amendment.name}”"
        lines.append(f"{CHANGE_NAMES[amendment.change]}：{named}{marker}")
    amends = knowledge.amendments[0].amends_short
    title = knowledge.document(listed[0].clause).short_title
    return Answer(
        status=Status.ANSWERED,
        conclusion=f"{title}对{amends}的调整里，符合所问的是：",
        body=tuple(lines),
        citations=sources.citations,
        notes=(f"{amends}正文没有收录，未提到的条款是否变化，原文未载明。",),
    )


def _untouched(question: Question, knowledge: Knowledge) -> Reply | None:
    """A matter that no amending text speaks of."""
    wanted = [t for t in targets(question, knowledge) if t.card is not None]
    if not wanted or question.figures or told(question, knowledge) is not None:
        return None
    amending = {knowledge.document(a.clause).short_title for a in knowledge.amendments}
    sources = Sources(knowledge.library)
    target = wanted[0]
    marker = sources.cite(target.clause, target.gist())
    title = knowledge.document(target.clause).short_title
    return Refusal(
        status=Status.NOT_STATED,
        conclusion=(
            f"{'、'.join(sorted(amending))}没有提到{title}{target.clause.label}所说的事项，"
            f"是否有变化，原文未载明。{title}写的是：“{target.gist().text}”{marker}"
        ),
        citations=sources.citations,
    )


def settled(question: Question, knowledge: Knowledge) -> Reply | None:
    """An amount or a year of the thread that stands in what a later text deleted: that is shown."""
    said = {t.quantity.value for t in question.frame.tokens if t.quantity is not None}
    for topic in question.topics[:1]:
        for amendment in knowledge.amendments_of(topic):
            held = {q.value for q in read(amendment.span.text)}
            if amendment.change in DELETIONS and said & held:
                return _shown(amendment, question, knowledge)
    return None


def _shown(amendment: Amendment, question: Question, knowledge: Knowledge) -> Reply:
    sources = Sources(knowledge.library)
    line = _operation(amendment, question, knowledge, sources)
    reasons = [
        f"理由：“{span.text}”{sources.cite(card.clause, span)}"
        for card in knowledge.cards.of_topic(amendment.topic or "")
        if card.clause.key == amendment.clause.key
        for span in card.stated("理由")
    ]
    return Answer(
        status=Status.ANSWERED,
        conclusion=line,
        body=tuple(reasons),
        citations=sources.citations,
        notes=(f"{amendment.amends_short}正文没有收录，只知道上面引用的内容。",),
        provision=provision_of(sources.citations, question, knowledge),
    )
