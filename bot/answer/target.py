"""What a question is about: a clause, with its card where it has one."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answer.knowledge import Knowledge
from bot.extract import sentences
from bot.question.ask import Question
from bot.question.asks import Cue
from bot.reply import Citation
from corpus.cards import Card
from corpus.clause import Clause
from corpus.document import Span
from corpus.scope import Scope
from corpus.versions import Change, Period, period

_STATES = {
    Change.ADD: "new",
    Change.DELETE: "deleted",
    Change.DELETE_PART: "deleted",
    Change.MODIFY: "modified",
    Change.SUPERSEDE: "superseded",
}
_PERIODS = {
    Period.BEFORE: "not_yet",
    Period.WITHIN: "in_force",
    Period.ENDING: "in_force",
    Period.AFTER: "expired",
    Period.UNKNOWN: "",
}


_CONTACTS = 3  # interpreters that a reply names where none is told by what is asked


@dataclass(frozen=True, slots=True)
class Target:
    """One clause that a question is about."""

    clause: Clause
    card: Card | None
    question: Question

    def gist(self) -> Span:
        """The words that best stand for the clause: what it pays, else its first sentence."""
        if self.card is not None:
            for field in ("标准", "条件", "对象"):
                if spans := self.card.stated(field):
                    return spans[0]
        return sentences(self.clause)[0]

    def is_silent_on(self, field: str | None) -> bool:
        """Whether the clause mentions a field without stating its content (奖金未写数额)."""
        return self.card is not None and field in self.card.silent

    def responsible(self) -> tuple[Span, ...]:
        """Where the clause names who is responsible for it."""
        spans = []
        for unit in self.clause.responsible:
            at = self.clause.text.rfind(unit)
            if at >= 0:
                start = self.clause.start + at
                spans.append(Span(start, start + len(unit), unit))
        return tuple(spans)

    def provision(self, knowledge: Knowledge) -> str:
        """State of the provision: what an amending text did to it, else its document's validity."""
        for amendment in knowledge.amendments:
            if amendment.clause.key == self.clause.key:
                return _STATES[amendment.change]
        return _PERIODS[period(knowledge.document(self.clause), self.question.as_of)]


def provision_of(citations: tuple[Citation, ...], question: Question, knowledge: Knowledge) -> str:
    """State of the provision that a reply rests on: that of its first citation."""
    if not citations:
        return ""
    clause = citations[0].clause
    return Target(clause, knowledge.cards.of_clause(clause), question).provision(knowledge)


def targets(question: Question, knowledge: Knowledge) -> tuple[Target, ...]:
    """The clauses a question names, by number first, else by matter, else those of the thread."""
    found: list[Clause] = []
    for address in question.addresses:
        found.extend(address.clauses)
    if found:
        held = {clause.document_id for clause in found}
        for topic in question.topics[:1] if question.documents - held else ():
            found += [
                card.clause
                for card in knowledge.layers(question, topic)
                if card.document_id in question.documents - held
            ]
        return tuple(_target(clause, question, knowledge) for clause in _one_each(found))
    for topic in question.topics[:2]:
        for card in knowledge.layers(question, topic):
            found.append(card.clause)
        if Cue.JOINED not in question.cues:
            break  # a second name beside the first is detail, unless the two are joined
    if not found and question.followed:
        held = {document.id for document in knowledge.library.documents}
        spoken = (key for key in question.context.clauses if key.partition("#")[0] in held)
        found = [knowledge.library.by_key(key) for key in spoken]
    return tuple(_target(clause, question, knowledge) for clause in _one_each(found))


def _one_each(clauses: list[Clause]) -> list[Clause]:
    return list({clause.key: clause for clause in clauses}.values())


def _target(clause: Clause, question: Question, knowledge: Knowledge) -> Target:
    return Target(clause, knowledge.cards.of_clause(clause), question)


def texts_of(question: Question, knowledge: Knowledge) -> frozenset[str]:
    """Ids of the texts that a question is about: what one says of itself holds for no other.

    Those it names, else those of its clauses and matters; all where it names none.
    """
    if question.documents:
        return question.documents
    found = {clause.document_id for a in question.addresses for clause in a.clauses}
    found |= {card.document_id for t in question.topics for card in knowledge.cards.of_topic(t)}
    return frozenset(found) or frozenset(d.id for d in knowledge.library.documents)


def scopes_of(question: Question, knowledge: Knowledge) -> tuple[Scope, ...]:
    """What the texts that a question is about say of whom and what they cover."""
    texts = texts_of(question, knowledge)
    return tuple(scope for scope in knowledge.scopes if scope.document_id in texts)


def contact(wanted: tuple[Target, ...], knowledge: Knowledge) -> str:
    """Who to ask, as the clause names it; else who interprets its text, or any text asked."""
    for target in wanted:
        if target.clause.responsible:
            return "、".join(target.clause.responsible)
    said = dict.fromkeys(s.interpreter[1].text for s in knowledge.scopes if s.interpreter)
    return "、".join(said) if len(said) <= _CONTACTS else ""  # of so many, none is the one to ask
