"""What the page 政策库 shows: texts and what is found in them, a text, all known of one clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, Final

from bot.serve.services import Services
from bot.serve.web.badges import INTERPRETATIONS, badge, validity_badges
from bot.serve.web.clause_view import clause_text, crumbs, document_link, library_link
from bot.serve.web.history_view import history
from bot.serve.web.library_list import (
    LONGEST,
    STATES,
    Selection,
    choices,
    leaf,
    place_of,
    state_of,
)
from bot.serve.web.library_search import Found, LibrarySearch, shown, words_of
from bot.serve.web.markup import Markup, highlighted
from bot.serve.web.notices import expiry_banner
from bot.serve.web.original import original_of
from bot.serve.web.rule_view import bound_spans, rule_table
from bot.serve.web.shell import whole
from bot.serve.web.templating import render
from corpus.cards import FIELDS, Card
from corpus.clause import Clause, ClauseKind
from corpus.document import Document

STAFF: Final = "工作人员"  # an account's name is no business of visitors
VOID: Final = "签署后条文有改动，签署失效。"
CITABLE: Final = (ClauseKind.CLAUSE, ClauseKind.HEADING, ClauseKind.PARAGRAPH, ClauseKind.PREAMBLE,
                  ClauseKind.TABLE, ClauseKind.ANNEX)  # fmt: skip
FEW: Final = 5  # texts whose clauses are all drawn at once
SHORT: Final = 18  # characters of a clause without heading that stand for it in the tree
NEAREST: Final = 5  # clauses named where none holds the words
TITLE: Final = "政策库"
TEXTS: Final = "library_texts.html.j2"
FOUND: Final = "library_found.html.j2"
LISTING: Final = (TEXTS, FOUND)
REPEALED: Final = badge("已被废止", "stop")
NO_CLAUSE: Final = "没有找到这一条，请从目录中选择。"


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of the tree with what stands below it."""

    words: str
    href: str
    here: bool
    branches: tuple[Branch, ...]


class LibraryView:
    """The page as of one day. ``search`` looks through the library that ``services`` hold."""

    def __init__(self, services: Services, search: LibrarySearch, day: date) -> None:
        self._services = services
        self.library = search.library
        self._search = search
        self._day = day
        collection = services.assistant.knowledge.collection
        self._problems = collection.problems
        self._repealed = frozenset(one.repealed for one in collection.repeals if one.applies(day))

    def overview(self, asked: Selection) -> Markup:
        """The texts that are asked for, or what is found of the words in them."""
        if asked.words:
            return self._page(f"“{asked.words}”", asked, **self._found(asked))
        held = [one for one in self.library.documents if self._admitted(one, asked)]
        rows, listed = leaf(held, asked.page)
        return self._page(TITLE, asked, main=TEXTS, texts=map(self._row, rows),
                          leaf=listed, left_out=self._problems)  # fmt: skip

    def document(self, document: Document) -> Markup:
        """A text, with what it says of itself and its clauses as a tree."""
        return self._page(
            document.title,
            main="library_text.html.j2",
            text=self._row(document),
            current=document,
            original=original_of(document, self._services.settings.policy_documents) is not None,
            rows=_stated(document),
            count=sum(one.kind in CITABLE for one in self.library.clauses(document.id)),
        )

    def clause(self, clause: Clause) -> Markup:
        """Text with bound spans, card, rules, readings and history of a clause."""
        document = self.library.document(clause.document_id)
        services = self._services
        place = clause.document_id, clause.id
        rules = [
            one for one in services.rules.values() if (one.document_id, one.clause_id) == place
        ]
        card = services.cards.of_clause(clause)
        return self._page(
            f"{document.short_title}{clause.label}",
            main="library_clause.html.j2",
            current=clause,
            clause=clause,
            crumbs=crumbs(document, clause),
            badges=self._badges(document),
            words=clause_text(self.library, clause, bound_spans(rules)),
            link=document_link(document),
            rules=[rule_table(rule) for rule in rules],
            card=card,
            fields=_fields(card) if card else {},
            unstated=[one for one in FIELDS if card and not card.stated(one)],
            readings=services.readings_of(clause),
            tones=INTERPRETATIONS,
            void=VOID,
            staff=lambda account: STAFF if account else "",
            short_title=lambda one: self.library.document(one.document_id).short_title,
            history=history(services, clause),
        )

    def missing(self, document: Document | None) -> Markup:
        """That an address names a clause, or a text, that is not there."""
        return self._page(
            "没有找到", main="library_missing.html.j2", words=NO_CLAUSE, current=document
        )

    def _page(
        self,
        title: str,
        asked: Selection = Selection(),  # noqa: B008 -- frozen
        *,
        main: str,
        current: Clause | Document | None = None,
        **values: Any,  # noqa: ANN401 -- what a template shows
    ) -> Markup:
        documents = self.library.documents
        places, kinds = choices(documents)
        drawn = documents if len(documents) <= FEW else self._opened(current)
        return whole(
            "library.html.j2",
            "library",
            title if title == TITLE else f"{title}－{TITLE}",
            banner=expiry_banner(self._day, self.library),
            asked=asked,
            places=[(one, one) for one in places],
            kinds=[(one, one) for one in kinds],
            states=STATES,
            longest=LONGEST,
            listing=main in LISTING,
            total=len(documents),
            tree=[(one, self._badges(one), self._tops(one, current)) for one in drawn],
            shown=render(main, asked=asked, **values),
        )

    def _opened(self, current: Clause | Document | None) -> Sequence[Document]:
        if current is None:
            return ()
        opened = current.document_id if isinstance(current, Clause) else current.id
        return (self.library.document(opened),)

    def _tops(self, document: Document, current: Clause | Document | None) -> tuple[Branch, ...]:
        tops = [one for one in self.library.clauses(document.id) if one.parent is None]
        return tuple(self._branches(tops, current))

    def _branches(
        self, clauses: Sequence[Clause], current: Clause | Document | None
    ) -> Iterator[Branch]:
        for clause in clauses:
            if clause.kind in CITABLE:
                here = isinstance(current, Clause) and clause.key == current.key
                below = self._branches(self.library.children(clause), current)
                yield Branch(_words(clause), library_link(clause), here, tuple(below))

    def _badges(self, document: Document) -> Markup:
        badges = validity_badges(document, self._day)
        return Markup("{} {}").format(badges, REPEALED) if self._ended(document) else badges

    def _ended(self, document: Document) -> bool:
        return document.id in self._repealed

    def _admitted(self, document: Document, asked: Selection) -> bool:
        return asked.admits(document, state_of(document, self._day, self._repealed))

    def _row(self, document: Document) -> Mapping[str, Any]:
        """A text as a list shows it."""
        under = (place_of(document), document.issuer, document.number)
        return {
            "document": document,
            "link": document_link(document),
            "badges": self._badges(document),
            "under": [words for words in under if words],
        }

    def _found(self, asked: Selection) -> dict[str, Any]:
        """What is found of the words: texts by their names, then clauses; else the nearest."""
        words = words_of(asked.words)
        admits = partial(self._admitted, asked=asked)
        texts = self._search.documents(words, admits) if words else []
        rows, listed = leaf(self._search.clauses(words, admits), asked.page)
        nearest = [] if texts or rows or not words else self._nearest(asked)
        return {
            "main": FOUND,
            "texts": [self._row(one) for one in texts[:FEW]] if listed.page == 1 else [],
            "more_texts": max(len(texts) - FEW, 0),
            "clauses": [self._shown(shown(one, words)) for one in rows],
            "leaf": listed,
            "nearest": [self._shown(one) for one in nearest],
        }

    def _nearest(self, asked: Selection) -> list[Found]:
        """The clauses that a question of these words would be answered from, pairs set off."""
        among = {one.id for one in self.library.documents if self._admitted(one, asked)}
        pairs = [asked.words[at : at + 2] for at in range(len(asked.words) - 1)]
        words = words_of(" ".join(pairs))
        searcher = self._services.assistant.knowledge.searcher
        hits = searcher.search(asked.words, NEAREST, among) if searcher else []
        near = (shown(hit.clause, words) for hit in hits)
        return [one for one in near if one.marks]

    def _shown(self, found: Found) -> Mapping[str, Any]:
        document = self.library.document(found.clause.document_id)
        return {
            "found": found,
            "document": document,
            "link": library_link(found.clause),
            "badges": self._badges(document),
            "words": highlighted(found.text, found.start, found.marks),
        }


def _words(clause: Clause) -> str:
    """A clause in the tree: its number and heading, or how it begins."""
    mark = clause.path.levels[-1].mark
    words = clause.heading or clause.text.strip()[len(mark) :].strip()[:SHORT]
    return f"{mark}{words}" if mark else (clause.heading or clause.path.levels[-1].token)


def _stated(document: Document) -> dict[str, str]:
    """What a text says of itself; what it does not say is said too, where it should."""
    validity = document.validity.span
    stated = {
        "发文机关": document.issuer or "未载明",
        "文号": document.number or "未载明",
        "施行": validity.text if validity else "未载明",
    }
    return stated | ({"说明对象": f"《{document.explains}》"} if document.explains else {})


def _fields(card: Card) -> dict[str, list[str]]:
    """Every field of a card that the text states, with the words."""
    return {one: [span.text for span in card.stated(one)] for one in FIELDS if card.stated(one)}
