"""A message: the questions it asks, each read against the texts that it is about and no others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from bot.context import Context
from bot.question.ask import Question, Reader
from bot.question.asks import AskKind
from bot.question.carrying import carry
from bot.question.evidence import Opening
from bot.question.place_roles import PlaceRole
from bot.question.places import Place
from bot.question.scope import Catalogue, Scope
from corpus.collection import Collection


class Messages:
    """Reads messages against a collection: the scope first, then what is asked within it."""

    def __init__(self, collection: Collection, opening: Opening = lambda: None) -> None:
        """``opening`` opens the search that tells which texts speak of what is asked."""
        self._collection = collection
        self._catalogue = Catalogue(collection, opening)
        self._readers: dict[frozenset[str], Reader] = {}

    def __call__(self, message: str, context: Context, today: date) -> tuple[Question, ...]:
        """The questions of a message in order; each sees the thread as the one before left it."""
        forced = None
        plain = self._catalogue.normalise(message)
        if context.undecided and (homes := self._catalogue.chosen(plain)):
            message = context.undecided  # 龙岗区: which region the question before was about
            name = next((n for h in homes for n in h.region.names), homes[0].name)
            if len(homes) == 1:
                forced = Scope(homes[0].documents, (homes[0].name,), today)
                name = homes[0].name
            chosen = Place(name, PlaceRole.POLICY, local=True)
            context = replace(context, places=(chosen,))
            plain = self._catalogue.normalise(message)
        scope = forced or self._catalogue.decide(plain, context, today)
        parts = self._reader(scope).parts(message)
        return tuple(self._read(message, parts, context, scope, decided=forced is not None))

    def _read(
        self, message: str, parts: list[str], context: Context, scope: Scope, *, decided: bool
    ) -> Iterator[Question]:
        for part in parts:
            if len(parts) > 1 and not decided:
                scope = self._catalogue.decide(part, context, scope.day)
            question = self._question(message, part, context, scope)
            if scope.open or scope.levels:
                narrowed = self._catalogue.narrowed(scope)
                each = tuple(self._question(message, part, context, one) for one in narrowed)
                question = replace(question, each=each)
            yield question
            context = carry(question, context)

    def beyond(self, question: Question, *, silent: bool) -> Question | None:
        """The question, read against other texts that speak of it where those of its scope do not.

        ``silent``: those have no answer at all. None where it says which texts it is about, or no
        others speak of it.
        """
        if question.followed or question.addresses or question.unheld or question.titled:
            return None
        scope = self._catalogue.beyond(
            question.text,
            question.scope,
            silent=silent,
            named=bool(question.frame.schemes),
            amount=question.wants(AskKind.AMOUNT),
        )
        if scope is None:
            return None
        return self._question(question.raw, question.text, question.context, scope)

    def within(self, question: Question, documents: frozenset[str]) -> Question:
        """The question, read against some texts and no others."""
        scope = replace(question.scope, documents=documents, choices=(), levels=(), open=False)
        return self._question(question.raw, question.text, question.context, scope)

    def _question(self, message: str, part: str, context: Context, scope: Scope) -> Question:
        return self._reader(scope)(message, part, self._moved(context, scope), scope)

    def _reader(self, scope: Scope) -> Reader:
        found = self._readers.get(scope.documents)
        if found is None:
            part = self._collection.part(scope.documents)
            found = self._readers[scope.documents] = Reader(part, self._catalogue.regions)
        return found

    def _moved(self, context: Context, scope: Scope) -> Context:
        """The thread as far as it can be said of other texts: matters by what they are called."""
        if context.scope is None or context.scope.documents <= scope.documents:
            return context
        cards = [card for card in self._collection.cards if card.document_id in scope.documents]
        called = {name: card.topic for card in cards for name in (card.name, *card.names)}
        held = {card.topic for card in cards}
        topics = {
            topic if topic in held else called[name]
            for topic in context.topics
            for card in self._collection.cards.of_topic(topic)
            for name in (card.name, *card.names)
            if topic in held or name in called
        }
        named = {one.name for d in scope.documents for one in self._collection.sayings.get(d, ())}
        return replace(
            context,
            topics=tuple(sorted(topics)),
            clauses=tuple(
                key for key in context.clauses if key.partition("#")[0] in scope.documents
            ),
            documents=context.documents & scope.documents,
            truths={name: held for name, held in context.truths.items() if name in named},
        )
