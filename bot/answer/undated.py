"""Texts without a validity: the ends of their provisions and the times that they state, quoted.

A text that states no end is never said to be in force still: it is said that no end is stated.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.answer.knowledge import Knowledge
from bot.answer.sources import Sources
from bot.answer.target import targets
from bot.extract import content_grams, grams_of, sentences
from bot.question.ask import Question
from bot.reply import Answer, Refusal, Reply, Status
from corpus.dates import day_in_words
from corpus.document import Document
from corpus.lasting import Limit, stated_beginning, stated_limits
from corpus.times import Stated, Time, stated_times, years_in
from corpus.validity import states_length

_LEAST: Final = 4  # bigrams of a question that a provision must hold to be the one asked about
_LEAD: Final = 0.6  # of the best: another that holds as much may be meant as well
_ENDS: Final = 4  # provisions with an end of their own that one reply quotes
_NO_END: Final = "没有写明到哪一天为止，截止日期原文未载明"
_EVERY_YEAR: Final = "每年办理的月份不是有效期；当年是否办理，请以主管部门当年的通知为准。"


def answer_undated(asked: tuple[Document, ...], question: Question, knowledge: Knowledge) -> Reply:
    """No text states a validity as a whole; what single provisions state is quoted."""
    titles = "、".join(d.short_title for d in asked)
    ends = [end for d in asked for end in stated_limits(knowledge.library, d.id)]
    if not ends:
        return _unending(asked, question, knowledge)
    ends = _of_what_is_asked(question, ends)
    sources = Sources(knowledge.library)
    lines = [_ends(end, knowledge, sources) for end in ends[:_ENDS]]
    more = (f"另有{len(ends) - _ENDS}处写明期限。",) if len(ends) > _ENDS else ()
    over = all(end.until < question.as_of for end in ends)
    whole = any(end.whole for end in ends)
    titled = all(end.in_title for end in ends)
    if over and titled:
        head = f"没有写明有效期；到{day_in_words(question.as_of)}题名所写的时间已过"
        more = ("是否延续，请向主管部门确认。",)
    elif over:
        head = f"到{day_in_words(question.as_of)}{'' if whole else '写明的期限'}已经过期（届满）"
    else:
        head = "" if whole else f"{titles}没有写明整份文件的有效期；有期限的条款："
    first, *rest = lines
    return Answer(
        status=Status.EXPIRED if over else Status.ANSWERED,
        conclusion=f"{head}：{first}" if over else f"{head}{first}",
        body=tuple(rest),
        citations=sources.citations,
        notes=more,
        provision="expired" if over else "",
    )


def _ends(end: Limit, knowledge: Knowledge, sources: Sources) -> str:
    says = "题名写的是" if end.in_title else "写明"
    named = knowledge.document(end.clause).short_title if end.in_title else ""
    marker = sources.cite(end.clause, end.span)
    return f"{named or knowledge.called(end.clause)}{says}“{end.span.text}”{marker}"


def _unending(asked: tuple[Document, ...], question: Question, knowledge: Knowledge) -> Reply:
    """No text says until when it applies: what it says of its beginning and its times is quoted."""
    titles = "、".join(d.short_title for d in asked)
    sources = Sources(knowledge.library)
    begun = [one for d in asked if (one := stated_beginning(knowledge.library, d.id))]
    lines = [
        f"{knowledge.called(clause)}写的是“{span.text}”{sources.cite(clause, span)}"
        for clause, span in begun
    ]
    times = [] if begun else _times(asked, question, knowledge)
    lines += [_says(one, knowledge, sources) for one in times]
    if not lines:
        return Refusal(
            status=Status.NOT_STATED,
            conclusion=f"{titles}没有写明施行日期、有效期；原文未载明，请以主管部门公布的正文为准。",
        )
    yearly = any(one.time is Time.YEARLY for one in times)
    # 自印发之日起实施，有效期一年: how long is stated, the day it counts from was not read
    termed = any(states_length(span.text) for _, span in begun)
    silent = "写有期限，程序没有算出到哪一天为止，请对照原文" if termed else _NO_END
    return Answer(
        status=Status.PARTLY,
        conclusion=f"{titles}{silent}。{lines[0]}",
        body=tuple(lines[1:]),
        citations=sources.citations,
        notes=(*((_EVERY_YEAR,) if yearly else ()), "现在是否适用，请向主管部门确认。"),
    )


def _times(asked: Sequence[Document], question: Question, knowledge: Knowledge) -> list[Stated]:
    """What the texts state of their times, and of which year the provision asked about speaks."""
    times = [one for d in asked for one in stated_times(knowledge.library, d.id)]
    own = [target.clause for target in targets(question, knowledge)[:1]]
    return [*times, *(one for clause in own for one in years_in(clause, sentences(clause)))]


def _says(one: Stated, knowledge: Knowledge, sources: Sources) -> str:
    marker = sources.cite(one.clause, one.span)
    if one.time in (Time.DATED, Time.ISSUED):
        title = knowledge.document(one.clause).short_title
        return f"{title}的{one.time}是“{one.span.text}”{marker}"
    return f"{knowledge.called(one.clause)}写的是“{one.span.text}”{marker}"


def _of_what_is_asked(question: Question, ends: list[Limit]) -> list[Limit]:
    """Of several ends that of the provision which clearly speaks of what is asked; else all."""
    said = content_grams(question.text)
    held = [sum(said[gram] for gram in grams_of(end.clause.text) if gram in said) for end in ends]
    best = max(held)
    leading = [end for end, share in zip(ends, held, strict=True) if share == best]
    behind = max((share for share in held if share < best), default=0)
    return leading if best >= _LEAST and behind <= best * _LEAD else ends
