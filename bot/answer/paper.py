"""What a document says of itself: number, issuer, dates; and texts that are not held."""

from __future__ import annotations

import re
from typing import Final

from bot.answer.knowledge import Knowledge
from bot.answer.sources import Sources
from bot.answer.target import contact
from bot.question.ask import Question
from bot.reply import Answer, Refusal, Reply, Status
from corpus.document import Document, Span

# What is asked, and where a Document holds it.
_FIELDS: Final = (
    ("文号", re.compile(r"文号|发文字号|文件编号"), "number"),
    (
        "发文机关",
        re.compile(
            r"发文(机关|单位)|谁(发布?|印发|出台|制定)的|哪个(部门|单位|机关)(发布?|印发|出台|制定)"
        ),
        "issuer",
    ),
    (
        "印发日期",
        re.compile(
            r"(印发|发布|公布|出台)(的)?(日期|时间)|(哪天|什么时候|何时|几月)(印发|发布|公布|出台)"
        ),
        "issued",
    ),
    (
        "修订对象",
        re.compile(
            r"(修订|说明|解释|针对|修改)(的)?(是)?(哪|什么)(个|一?份|部)?(文件|细则|办法)"
            r"|对(哪|什么)(个|一?份)(文件|细则)(的)?(修订|修改)?(作|做)?(的)?(说明|修订)?"
        ),
        "explains",
    ),
    ("成文日期", re.compile(r"成文(日期|时间)"), "dated"),
)
_FULL_TEXT: Final = re.compile(r"(完整|全部|具体)?(的)?(条文|正文|全文|原文)|完整(的)?(条款|内容)")
_TITLE: Final = re.compile(r"《([^《》]{8,60})》")
_TITLE_END: Final = 8  # characters of a title's end by which it is recognised
_CONTENT_OF: Final = re.compile(
    r"^》?[^，。,]{0,4}(第.{1,4}[条章款]"
    r"|(里|中|里面)[，,]?[^。]{0,30}(比例|多少|怎么|什么|条件|标准))"
)
_SOMEBODYS: Final = re.compile(
    r"(?P<who>[\u4e00-\u9fff]{2,6}局)(的)?(那份|那个|这份|那边的?)?(实施)?(细则|办法)(里|中|对|怎么|规定)"
)
_RESIDUE: Final = 10  # characters beside the field's name: more, and something else is asked


def answer_document(question: Question, knowledge: Knowledge) -> Reply | None:
    """The number, issuer or date of a held document, or that it prints none."""
    asked = [d for d in knowledge.library.documents if d.id in question.documents]
    if question.topics or question.addresses:
        return None
    explaining = [d for d in knowledge.library.documents if d.explains]
    for name, pattern, field in _FIELDS:
        documents = asked or (explaining if field == "explains" else [])
        if len(documents) != 1:
            continue
        document = documents[0]
        if pattern.search(question.text) and _is_all(question, document, pattern):
            return _stated(document, name, field, knowledge)
    return None


def _is_all(question: Question, document: Document, pattern: re.Pattern[str]) -> bool:
    rest = pattern.sub("", question.text)
    for name in sorted((document.title, document.short_title, *document.aliases), key=len)[::-1]:
        rest = rest.replace(name, "").replace(name.strip("《》"), "")
    return len(re.sub(r"[《》，。？?的是多少什么呢吗]", "", rest)) <= _RESIDUE


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
    whose = _SOMEBODYS.search(question.text)
    for clause in knowledge.library.clauses():
        for match in _TITLE.finditer(clause.text):
            title = match.group(1)
            if any(title in d.title for d in knowledge.library.documents):
                continue
            before = clause.text[max(0, match.start() - 8) : match.start()]
            meant = whose is not None and whose["who"].removeprefix("区") in before
            after = _after_title(title, question.text)
            if not meant and (after is None or not _CONTENT_OF.match(after)):
                continue
            sources = Sources(knowledge.library)
            span = Span(clause.start + match.start(), clause.start + match.end(), match.group())
            marker = sources.cite(clause, span)
            short = knowledge.document(clause).short_title
            return Refusal(
                status=Status.NOT_HELD,
                conclusion=(
                    f"“{title}”没有收录，只在{short}{clause.label}里被提到{marker}，"
                    f"其中的规定无法提供，也不作推测。"
                ),
                citations=sources.citations,
                contact=contact((), knowledge),
            )
    return None


def _after_title(title: str, text: str) -> str | None:
    """What follows a title, or a long enough end of it, in a text."""
    plain, asked = re.sub(r"[（）()\s]", "", title).lower(), re.sub(r"\s", "", text)
    for length in range(len(plain), _TITLE_END - 1, -1):
        at = asked.find(plain[-length:])
        if at >= 0:
            return asked[at + length :]
    return None


def answer_full_text(question: Question, knowledge: Knowledge) -> Reply | None:
    """The wording of a text that is known only through another that speaks of it."""
    if not _FULL_TEXT.search(question.text):
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
    if not question.addresses and not question.topics and re.search(r"细则", question.text):
        shorts = "、".join(dict.fromkeys(a.amends_short for a in knowledge.amendments))
        return Refusal(
            status=Status.NOT_HELD,
            conclusion=f"{shorts}的正文没有收录，无法提供；请以主管部门公布的文本为准。",
            contact=contact((), knowledge),
        )
    return None
