"""Before anything is looked up: empty messages, greetings, other places, bare orders."""

from __future__ import annotations

from bot.answer.knowledge import Knowledge
from bot.answer.target import contact
from bot.question.ask import Question
from bot.question.asks import AskKind, Cue
from bot.reply import Answer, Refusal, Reply, Status

_ORDERED = (
    "不能按指定的话答复，也不能保证结果：答复只来自条款原文和按原文计算的结果。"
    "没有原文依据的内容，无法回答。"
)
_POINTING = ("那个", "这个")  # 那个……: somebody looks for a word
_FALSE = "不能提供这类帮助：申报材料必须真实，不得虚开、篡改；金额只按实际发生的数计算。无法回答。"


def answer_nothing_held(question: Question, knowledge: Knowledge) -> Reply | None:
    """Any message, before the first text was taken in."""
    if knowledge.library.documents:
        return None
    return Refusal(
        status=Status.UNAVAILABLE,
        conclusion="还没有收录任何政策文件，无法回答。请等工作人员收入文件后再问。",
    )


def answer_unreadable(question: Question, knowledge: Knowledge) -> Reply | None:
    """A message that holds nothing to answer."""
    if not question.text.strip(" ?？。.!！,，"):
        return Refusal(
            status=Status.OUT_OF_SCOPE,
            conclusion="没有收到可以回答的问题，请用一句话写明想问的事项。",
            suggestions=examples(knowledge),
        )
    chinese = any("一" <= char <= "鿿" for char in question.text)
    if not chinese and not (question.topics or question.addresses or question.fresh):
        return Refusal(
            status=Status.OUT_OF_SCOPE,
            conclusion=(
                "本助手只回答已收录政策文件的中文问题，请用中文写明想问的事项。"
                "Please ask in Chinese about the policy texts held here."
            ),
            suggestions=examples(knowledge),
        )
    return None


def answer_smalltalk(question: Question, knowledge: Knowledge) -> Reply | None:
    """Greetings and thanks, and that one wants to ask something else."""
    if question.main is not AskKind.SMALLTALK:
        return None
    if Cue.TURNS_AWAY in question.cues:
        return _go_on(knowledge)
    held = knowledge.titles
    return Answer(
        status=Status.ANSWERED,
        conclusion=f"您好，我依据{held}回答补贴怎么拿、能拿多少、条件和有效期，每句都附条款原文。",
        suggestions=examples(knowledge),
    )


def answer_idle(question: Question, knowledge: Knowledge) -> Reply | None:
    """A message that asks nothing: thanks are returned, the rest is said not to be understood."""
    if not question.idle:
        return None
    if question.asking:
        return None  # 由谁来审？: a question that no ask of the table fits is looked up
    if any(t.has("courtesy") and t.text not in _POINTING for t in question.frame.tokens):
        return _go_on(knowledge)
    if question.cues or question.unheld or question.parts or question.documents:
        return None
    held = knowledge.titles
    return Answer(
        status=Status.NOT_UNDERSTOOD,
        conclusion=f"没有理解这句话要问什么，所以没有作答。可以问{held}里的补贴能拿多少、什么条件、找谁办。",
        suggestions=examples(knowledge),
    )


def _go_on(knowledge: Knowledge) -> Reply:
    return Answer(
        status=Status.ANSWERED,
        conclusion="好的。还想了解哪一项，直接问就行。",
        suggestions=examples(knowledge),
    )


def answer_order(question: Question, knowledge: Knowledge) -> Reply | None:
    """An order to say something, with nothing asked of the texts."""
    if Cue.ORDERED not in question.cues and Cue.FRAUD not in question.cues:
        return None
    given = bool(question.topics) and question.fresh
    if given and Cue.FRAUD not in question.cues:
        return None  # a real question stands beside the order: it is answered from the text
    return Refusal(
        status=Status.OUT_OF_SCOPE,
        conclusion=_FALSE if Cue.FRAUD in question.cues else _ORDERED,
        contact=contact((), knowledge),
        suggestions=examples(knowledge),
    )


def not_found(knowledge: Knowledge) -> Refusal:
    """Nothing held is like what was asked, as far as it was understood."""
    held = knowledge.titles
    return Refusal(
        status=Status.NOT_FOUND,
        conclusion=f"在{held}里没有找到能回答这句话的条文，无法回答。可以换一种说法，或点名事项再问。",
        contact=contact((), knowledge),
        suggestions=examples(knowledge),
    )


def examples(knowledge: Knowledge) -> tuple[str, ...]:
    """Questions that the collection can answer, from its own cards and rules."""
    names = [card.name for card in knowledge.cards if card.id in knowledge.rules][:2]
    return (*(f"{name}怎么算？" for name in names), "有哪些补贴可以申请？")
