"""What the page 政策库 shows: the tree of texts, and all that is known of one clause."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.serve.services import Services
from bot.serve.web.badges import badge, validity_badges
from bot.serve.web.clause_view import clause_text, crumbs, document_link, library_link
from bot.serve.web.history_view import history
from bot.serve.web.markup import Markup, join, section, tag
from bot.serve.web.rule_view import bound_spans, rule_table
from corpus.cards import FIELDS, Card
from corpus.clause import Clause, ClauseKind
from corpus.document import Document
from corpus.problem import Problem
from corpus.readings import Reading

CITABLE = (ClauseKind.CLAUSE, ClauseKind.HEADING, ClauseKind.PARAGRAPH, ClauseKind.PREAMBLE,
           ClauseKind.TABLE, ClauseKind.ANNEX)  # fmt: skip
FEW = 5  # texts whose clauses are all drawn at once
SHORT = 18  # characters of a clause without heading that stand for it in the tree


def tree(services: Services, day: date, current: Clause | Document | None = None) -> Markup:
    """Every text with its clauses, one below the other as in the text.

    Of more texts than a few only the one that is looked at shows its clauses.
    """
    documents = services.library.documents
    opened = current.document_id if isinstance(current, Clause) else current and current.id
    return tag(
        "nav",
        *(_document_tree(services, document, day, current)
          if len(documents) <= FEW or document.id == opened else _closed(document, day)
          for document in documents),
        class_="tree",
        aria_label="政策文件目录",
    )  # fmt: skip


def _document_tree(
    services: Services, document: Document, day: date, current: Clause | Document | None
) -> Markup:
    tops = [clause for clause in services.library.clauses(document.id) if clause.parent is None]
    head = tag("summary", tag("b", document.title), " ", validity_badges(document, day))
    return tag("details", head, _branch(services, tops, current), open="")


def _closed(document: Document, day: date) -> Markup:
    """A text by its title alone: its clauses come when it is chosen."""
    link = document_link(document)
    return tag(
        "a", document.title, " ", validity_badges(document, day), href=link, data_key=document.id
    )


def _branch(
    services: Services, clauses: Sequence[Clause], current: Clause | Document | None
) -> Markup:
    rows = [
        tag(
            "li",
            _leaf(clause, current),
            _branch(services, services.library.children(clause), current),
        )
        for clause in clauses
        if clause.kind in CITABLE
    ]
    return tag("ul", *rows) if rows else Markup("")


def _leaf(clause: Clause, current: Clause | Document | None) -> Markup:
    here = isinstance(current, Clause) and clause.key == current.key
    mark = clause.path.levels[-1].mark
    words = clause.heading or clause.text.strip()[len(mark) :].strip()[:SHORT]
    return tag(
        "a",
        f"{mark}{words}" if mark else (clause.heading or clause.path.levels[-1].token),
        href=library_link(clause),
        data_key=clause.key,
        aria_current="true" if here else None,
    )


def overview(services: Services, day: date, problems: Sequence[Problem]) -> Markup:
    """The texts held and what was left out, before a clause is chosen."""
    documents = services.library.documents
    if len(documents) > FEW:
        said = f"收录{len(documents)}份文件；点目录中的文件名看它的条款。"
        return join((tag("p", said, class_="under"), left_out(problems)))
    held = (document_page(services, document, day) for document in documents)
    return join((*held, left_out(problems)))


def left_out(problems: Sequence[Problem]) -> Markup:
    """Why folders, or single readings, are not among what is shown; nothing where all are."""
    lines = [tag("li", str(problem)) for problem in problems]
    return section("未载入", [tag("ul", *lines, class_="notes")] if lines else [])


def document_page(services: Services, document: Document, day: date) -> Markup:
    """What a text says of itself."""
    count = sum(clause.kind in CITABLE for clause in services.library.clauses(document.id))
    stated = (
        ("发文机关", document.issuer),
        ("文号", document.number),
        ("施行", document.validity.span.text if document.validity.span else None),
        ("说明对象", f"《{document.explains}》" if document.explains else None),
    )
    rows = [
        tag("tr", tag("th", name, scope="row"), tag("td", words or "未载明"))
        for name, words in stated
        if words or name != "说明对象"
    ]
    return tag(
        "article",
        tag("h4", document.title, validity_badges(document, day)),
        tag("table", tag("tbody", *rows), class_="plain"),
        tag("p", f"共{count}个可引用的条款；点目录中的任何一条查看。", class_="under"),
        class_="clause",
    )


def clause_page(services: Services, clause: Clause, day: date) -> Markup:
    """Text with bound spans, card, rules, readings and history of a clause."""
    library = services.library
    document = library.document(clause.document_id)
    rules = [r for r in services.rules.values() if (r.document_id, r.clause_id) == _place(clause)]
    head = tag("h4", f"{document.short_title}{clause.label}", validity_badges(document, day))
    unit = "、".join(clause.responsible)
    under = [tag("p", f"责任单位：{unit}", class_="under")] if unit else []
    return join(
        (
            tag("article", crumbs(document, clause), head,
                clause_text(library, clause, bound_spans(rules)), *under, class_="clause"),
            section("计算规则", [rule_table(rule) for rule in rules]),
            _card(services.cards.of_clause(clause)),
            section("口径", [_reading(services, item) for item in services.readings
                            if clause in item.clauses]),
            section("修订沿革", history(services, clause)),
        )
    )  # fmt: skip


def _place(clause: Clause) -> tuple[str, str]:
    return clause.document_id, clause.id


def _card(card: Card | None) -> Markup:
    """Every field with the words that state it; the fields without words are 未载明."""
    if card is None or not card.fields:
        return Markup("")
    rows = [
        _row(field, join(tag("div", f"“{span.text}”") for span in card.stated(field)))
        for field in FIELDS
        if card.stated(field)
    ]
    if unstated := [field for field in FIELDS if not card.stated(field)]:
        rows.append(_row("未载明", tag("span", "、".join(unstated), class_="quiet")))
    table = tag("table", tag("tbody", *rows), class_="plain")
    return section("事项卡片", [tag("h4", card.name), table])


def _row(name: str, content: Markup) -> Markup:
    return tag("tr", tag("th", name, scope="row"), tag("td", content))


def _reading(services: Services, reading: Reading) -> Markup:
    signed = badge(f"已签发　{reading.signer}", "good") if reading.signer else badge("草案", "warn")
    grounds = [
        tag("li", f"{services.library.document(item.clause.document_id).short_title}"
            f"{item.clause.label}：“{item.span.text}”")
        for item in reading.grounds
    ]  # fmt: skip
    return tag("div", tag("h4", reading.title, signed), tag("p", reading.text, class_="line"),
               tag("ul", *grounds, class_="notes"), class_="reading")  # fmt: skip
