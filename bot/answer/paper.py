"""What a document says of itself: number, issuer, dates; and texts that are not held."""

from __future__ import annotations

from typing import Final

from bot.answer.knowledge import Knowledge
from bot.answer.sources import Sources
from bot.answer.target import contact
from bot.question.ask import Question
from bot.question.asks import Ask, AskKind, Cue
from bot.reply import Answer, Refusal, Reply, Status
from corpus.document import Document

_EMPTY: Final = str.maketrans("", "", " 《》，。？?的是多少什么呢吗")
_KIND: Final = 2  # characters of a title's end that say what kind of text it is: 细则
_RESIDUE: Final = 10  # characters beside the field's name: more, and something else is asked


def answer_document(question: Question, knowledge: Knowledge) -> Reply | None:
    """The number, issuer or date of a held document, or that it prints none."""
    held = knowledge.library.documents
    asked = [d for d in held if d.id in question.documents or len(held) == 1]
    if question.topics or question.addresses:
        return None
    if any(a.kind is AskKind.PAPER and a.field and a.field.card == "year" for a in question.asks):
        return _order(knowledge)
    explaining = [d for d in knowledge.library.documents if d.explains]
    for ask in question.asks:
        if ask.kind is not AskKind.PAPER or ask.field is None or ask.field.card is None:
            continue
        documents = asked or (explaining if ask.field.card == "explains" else [])
        if len(documents) == 1 and (len(held) == 1 or _is_all(question, documents[0], ask)):
            return _stated(documents[0], ask.field.name, ask.field.card, knowledge)
    return None


def _order(knowledge: Knowledge) -> Reply | None:
    """Which of the texts held is later, by the year each gives."""
    dated = [d for d in knowledge.library.documents if d.year is not None]
    if len(dated) < 2:
        return None
    row = sorted(dated, key=lambda document: -(document.year or 0))
    years = "；".join(f"{d.short_title}是{d.year}年的{d.kind}" for d in row)
    return Answer(
        status=Status.ANSWERED,
        conclusion=f"{row[0].short_title}在后：{years}。执行以主管部门公布的正文为准。",
    )


def _is_all(question: Question, document: Document, ask: Ask) -> bool:
    """Whether the message says hardly more than the document's name and what it asks of it."""
    letters = list(question.text)
    for start, end in ask.spans:
        letters[start:end] = " " * (end - start)
    rest = "".join(letters)
    for name in sorted((document.title, document.short_title, *document.aliases), key=len)[::-1]:
        rest = rest.replace(name, "").replace(name.strip("《》"), "")
    return len(rest.translate(_EMPTY)) <= _RESIDUE


def _stated(document: Document, name: str, field: str, knowledge: Knowledge) -> Reply:
    value = getattr(document, field)
    span = dict(document.spans).get(field)
    if value is None or span is None:
        return Refusal(
            status=Status.NOT_STATED,
            conclusion=f"{document.short_title}的{name}：收录的文本里未载明。",
            contact=contact((), knowledge),
        )
    clause = knowledge.clause_at(document.id, span.start)
    sources = Sources(knowledge.library)
    return Answer(
        status=Status.ANSWERED,
        conclusion=f"{document.short_title}的{name}：“{span.text}”{sources.cite(clause, span)}",
        citations=sources.citations,
    )


def answer_unheld_title(question: Question, knowledge: Knowledge) -> Reply | None:
    """What a text says that the held texts only name (《…管理办法》第八条)."""
    title = question.unheld
    if title is None:
        return None
    sources = Sources(knowledge.library)
    marker = sources.cite(title.clause, title.span)
    short = knowledge.document(title.clause).short_title
    return Refusal(
        status=Status.NOT_HELD,
        conclusion=(
            f"“{title.name}”没有收录，只在{short}{title.clause.label}里被提到{marker}，"
            f"其中的规定无法提供，也不作推测。"
        ),
        citations=sources.citations,
        contact=contact((), knowledge),
    )


def answer_full_text(question: Question, knowledge: Knowledge) -> Reply | None:
    """The wording of a text that is known only through another that speaks of it."""
    if Cue.FULL_TEXT not in question.cues:
        return None
    amending = {a.clause.key: a for a in knowledge.amendments}
    for address in question.addresses:
        about = [amending[c.key] for c in address.clauses if c.key in amending]
        if about and len(about) == len(address.clauses):
            sources = Sources(knowledge.library)
            marker = sources.cite(about[0].clause, about[0].span)
            title = knowledge.document(about[0].clause).short_title
            return Refusal(
                status=Status.NOT_HELD,
                conclusion=(
                    f"{about[0].amends_short}正文没有收录，无法提供“{about[0].target}”的条文；"
                    f"收录的只有{title}对它的说明{marker}。"
                ),
                citations=sources.citations,
                contact=contact((), knowledge),
            )
    called = {amendment.amends_short.strip("《》")[-_KIND:] for amendment in knowledge.amendments}
    named = any(kind in question.text for kind in called)
    if not question.addresses and not question.topics and named:
        shorts = "、".join(dict.fromkeys(a.amends_short for a in knowledge.amendments))
        return Refusal(
            status=Status.NOT_HELD,
            conclusion=f"{shorts}的正文没有收录，无法提供；请以主管部门公布的文本为准。",
            contact=contact((), knowledge),
        )
    return None
