"""Fields of a text that nobody marked: the section whose heading or label names what is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.answer.knowledge import Knowledge
from bot.answer.lookup import ENOUGH, extracts
from bot.answer.settled import nearest
from bot.answer.sources import Sources
from bot.answer.target import contact, targets
from bot.extract import content_grams
from bot.question.ask import Question
from bot.question.asks import Field
from bot.reply import Answer, Reply, Status
from corpus.clause import Clause, ClauseKind
from corpus.document import Span

_RELATED: Final = (
    0.05  # share of the question that its text must hold: 研学基地 of no text has none
)
_LONG: Final = 16  # characters of a heading; a longer one is a sentence
_MOST: Final = 600  # characters of a section that are quoted
_NAME: Final = 4  # last characters of a heading by which its matter is called
_FEW: Final = 3  # lines; of more telephones each is that of another place
_NUMBER: Final = 7  # digits of a telephone number
_NO_TEXT: Final = (ClauseKind.TITLE, ClauseKind.REMNANT, ClauseKind.CLOSING)


def answer_headed(question: Question, knowledge: Knowledge) -> Reply | None:
    """The sections of an unmarked text that are headed by what is asked: 申报材料, 联系电话.

    Which text is meant is told by what was asked before or by the sentence most like the question;
    of several sections that nearest to it in the text.
    """
    fields = [field for field in question.fields if field.heads]
    if not (fields and knowledge.unmarked) or question.addresses or question.frame.account.items:
        return None
    found = extracts(question, knowledge, 1)
    found = [one for one in found if one.coverage >= _RELATED]
    spoken = [target.clause for target in targets(question, knowledge)]
    spoken += [one.clause for one in found]
    about = spoken[0] if spoken else None
    if about is None or about.document_id not in knowledge.unmarked:
        return None
    headed = [_section(field, about, knowledge) for field in fields]
    shown = list(dict.fromkeys(section for section in headed if section is not None))
    if None in headed:
        return None
    sources = Sources(knowledge.library)
    lines = [_quoted(section, question, knowledge, sources) for section in shown]
    for one in found:
        own = one.coverage >= ENOUGH and one.clause.document_id == about.document_id
        if own and not any(_holds(section, one.span, knowledge) for section in shown):
            marker = sources.cite(one.clause, one.span)
            lines.append(f"也可能相关：{knowledge.called(one.clause)}：“{one.span.text}”{marker}")
    reply = Answer(
        status=Status.ANSWERED,
        conclusion=lines[0],
        body=tuple(lines[1:]),
        citations=sources.citations,
        contact=contact((), knowledge),
    )
    of_another = any(_is_of_another(section, question, knowledge) for section in shown)
    return nearest(reply) if of_another else reply


def _is_of_another(section: Clause, question: Question, knowledge: Knowledge) -> bool:
    """Whether a section names matters of its text and not the one that the question names."""
    text = knowledge.document(section).text[section.start : knowledge.library.end(section)]
    clauses = knowledge.library.clauses(section.document_id)
    names = {one.heading for one in clauses if one.heading and one.id != section.id}
    asked = {name for name in names if name[-_NAME:] in question.text}
    own = any(name[-_NAME:] in text for name in asked)
    return bool(asked) and not own and any(name in text for name in names)


def _holds(section: Clause, span: Span, knowledge: Knowledge) -> bool:
    return section.start <= span.start < knowledge.library.end(section)


def _section(field: Field, about: Clause, knowledge: Knowledge) -> Clause | None:
    """The section for a field that is nearest to a clause: of one provision before of the text."""
    for word in field.heads:
        if found := sections(word, about, knowledge):
            return max(found, key=lambda clause: _shared(clause, about))
    return None


def sections(word: str, about: Clause, knowledge: Knowledge) -> list[Clause]:
    """The sections headed by a word in the units that a clause lies in.

    So none is of another text in the same file.
    """
    around = {about.id, *(unit.id for unit in knowledge.library.above(about)), None}
    return [
        clause
        for clause in knowledge.library.clauses(about.document_id)
        if clause.kind not in _NO_TEXT and clause.parent in around and _is_headed(clause, word)
    ]


def _is_headed(clause: Clause, word: str) -> bool:
    label, colon, _ = clause.text.strip().replace(":", "：").partition("：")
    heads = (clause.heading, label if colon else "")
    return any(word in head for head in heads if len(head) <= _LONG)


def _shared(one: Clause, other: Clause) -> int:
    """How many levels of their addresses two clauses share from the top."""
    tokens = zip(one.path.levels, other.path.levels, strict=False)
    return next(
        (at for at, (a, b) in enumerate(tokens) if a.token != b.token),
        min(len(one.path.levels), len(other.path.levels)),
    )


def _quoted(section: Clause, question: Question, knowledge: Knowledge, sources: Sources) -> str:
    """A section; of a list of telephones the lines that are asked for."""
    document, end = knowledge.document(section), knowledge.library.end(section)
    lines = list(_lines(document.text, section.start, end))
    if theirs := _of_those_asked(lines, question):
        quotes = "；".join(f"“{one.text}”{sources.cite(section, one)}" for one in theirs)
        return f"{knowledge.called(section)}：{quotes}"
    last = lines[-1] if lines[-1].end - lines[0].start <= _MOST else lines[:_FEW][-1]
    said = document.text[lines[0].start : last.end]
    marker = sources.cite(section, Span(lines[0].start, last.end, said))
    return f"{knowledge.called(section)}：“{said}”{marker}"


def _of_those_asked(lines: Sequence[Span], question: Question) -> list[Span]:
    """Of a list of telephones the lines that share most with the question, where only some do."""
    numbers = [line for line in lines if sum(map(str.isdigit, line.text)) >= _NUMBER]
    if len(numbers) <= _FEW:
        return []
    where = " ".join(place.name for place in question.places)
    said = content_grams(f"{question.text} {where}").keys()
    held = [len(said & content_grams(line.text).keys()) for line in numbers]
    most = max(held)
    kept = [line for line, count in zip(numbers, held, strict=True) if count == most]
    return kept if most > 1 and len(kept) < len(numbers) else []


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    for line in text[start:end].splitlines(keepends=True):
        if said := line.strip():
            at = start + line.index(said)
            yield Span(at, at + len(said), said)
        start += len(line)
