"""Where: another place's policy, a title that no text bears, a matter that several regions have."""

from __future__ import annotations

from bot.answer.barred import general_conditions
from bot.answer.guard import examples
from bot.answer.holdings import offered
from bot.answer.knowledge import LISTED, Knowledge, some
from bot.question.ask import Question
from bot.question.asks import AskKind
from bot.question.place_roles import PlaceRole
from bot.question.places import AWAY, NATIONAL
from bot.reply import Clarification, Refusal, Reply, Status


def answer_untitled(question: Question, knowledge: Knowledge) -> Reply | None:
    """A title that no text held bears, nor mentions."""
    if not question.scope.title:
        return None
    return Refusal(
        status=Status.NOT_HELD,
        conclusion=(
            f"{question.scope.title}没有收录，其中的规定无法提供，也不作推测；"
            f"{_all(question, knowledge)}。"
        ),
        suggestions=examples(knowledge),
    )


def answer_elsewhere(question: Question, knowledge: Knowledge) -> Reply | None:
    """Another place's own policy; an enterprise elsewhere, where no text says that this bars it."""
    outside = [p for p in question.places if p.name in question.scope.elsewhere]
    asked = any(p.role is PlaceRole.POLICY for p in outside)
    if not outside or (question.topics and any(p.local for p in question.places)):
        return None
    if (
        not asked
        and not question.scope.choices
        and (_bars(question, knowledge) and _asks(question))
    ):
        return None  # the text itself says that it must work in the region
    names = "、".join(dict.fromkeys(place.name for place in outside))
    held = question.scope.held
    conclusion = f"{_held(knowledge)}，没有{names}的政策，无法回答；请向当地主管部门咨询。"
    if len(held) > 1:
        conclusion = (
            f"没有收录{names}的政策文件，无法回答；请向当地主管部门咨询。收录的有{offered(held)}。"
        )
    return Refusal(
        status=Status.OUT_OF_SCOPE if asked else Status.NOT_HELD,
        conclusion=conclusion,
        suggestions=examples(knowledge),
    )


def answer_unlisted(question: Question, knowledge: Knowledge) -> Reply | None:
    """An amount of a matter that the texts of the place do not have, only those of another."""
    matter = question.scope.unlisted
    if not matter or not (question.fresh or question.wants(AskKind.AMOUNT)):
        return None
    return Refusal(
        status=Status.NOT_STATED,
        conclusion=f"{_texts(knowledge)}里没有“{matter}”这一事项，无法计算。",
        suggestions=examples(knowledge),
    )


def answer_which_region(question: Question, knowledge: Knowledge) -> Reply | None:
    """Texts of several regions have the matter, and nothing says which is meant."""
    choices = question.scope.choices
    if not choices:
        return None
    what = "都有这一事项" if question.topics else "的文件都收录了"
    titles = tuple(d.short_title for d in knowledge.library.documents)
    return Clarification(
        status=Status.NEEDS_INPUT,
        conclusion=f"{some(choices, '处')}{what}，规定各不相同。",
        body=(f"可能有关的文件：{'、'.join(titles)}。",) if len(titles) <= LISTED else (),
        question="您问的是哪里的政策？",
        choices=choices[:LISTED],
    )


def uncovered(question: Question, knowledge: Knowledge) -> str:
    """That the texts of a place named are not held, where a reply is of others; else nothing."""
    without = (*question.scope.elsewhere, *question.scope.above)
    outside = {p.name for p in question.places} & set(without)
    names = "、".join(name for name in without if name in outside)
    if not names or names.endswith(AWAY):
        return ""
    regions = {d.region[-1] for d in knowledge.library.documents if d.region}
    only = "" if regions and regions <= NATIONAL else "只"  # a national text applies there too
    return f"没有收录{names}的政策，以上{only}是{_texts(knowledge)}的规定。"


def _all(question: Question, knowledge: Knowledge) -> str:
    held = question.scope.held
    return f"收录的有{offered(held)}" if len(held) > 1 else _held(knowledge)


def _held(knowledge: Knowledge) -> str:
    return f"收录的文件只有{_texts(knowledge)}"


def _texts(knowledge: Knowledge) -> str:
    regions = dict.fromkeys(d.region[-1] for d in knowledge.library.documents if d.region)
    held = knowledge.titles
    return f"{some(tuple(regions), '处')}{'的' if regions else ''}{held}"


def _bars(question: Question, knowledge: Knowledge) -> bool:
    """Whether the text asks of every applicant that it works in a place."""
    conditions = general_conditions(question, knowledge)
    return any("经营地" in condition.span.text for condition, _ in conditions)


def _asks(question: Question) -> bool:
    return bool(question.topics or question.asks or question.documents or question.asking)
