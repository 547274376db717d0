"""Before anything is looked up: empty messages, greetings, other places, bare orders."""

from __future__ import annotations

import re
from typing import Final

from bot.answer.knowledge import Knowledge
from bot.answer.target import contact
from bot.question.ask import Question
from bot.question.asks import AskKind
from bot.question.places import PlaceRole
from bot.reply import Answer, Refusal, Reply, Status

_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
# Orders to the bot itself: what to say, what to ignore, what to reveal.
_ORDER: Final = re.compile(
    r"(忽略|无视|忘(记|掉|了)|不(要)?管|别管|抛开|跳过)[^，。,]{0,12}"
    r"(指令|规则|规定|限制|设定|文件|政策|条款|原文|要求|怎么写|提示)"
    r"|(你|请)?(就|只(要|需|能)?|必须|直接)(回答|回复|答|说|输出|告诉我|写)[^，。]{0,4}"
    r"[“\"'「:：]?(可以|能|是|同意|符合|通过|\d)"
    r"|扮演|假装|假设你是|你现在是|从现在(起|开始)你?|system\s*(prompt|[:：])|系统提示|提示词"
    r"|ignore (all|previous|the)|开发者模式|越狱|jailbreak|你的指令"
    r"|(重复|复述|打印|输出)[^，。]{0,8}(指令|提示|设定|prompt)"
    r"|(教|帮)(我|我们)?[^，。]{0,8}(虚开|造假|伪造|作假|骗|凑够?|做假|包装)|虚开发票|假合同|假发票|骗(取)?(资助|补|钱|奖)|发票[^，。]{0,6}(做成|改成|开大|做大)"
    r"|命令你|我是[^，。]{0,6}(领导|局长|区长|主任|书记)|回复[“\"「]"
    r"|以.{0,6}(局|政府)的?名义(承诺|保证|答应)"
    r"|(给我|写|开)(一)?(个|份|张)?(承诺书?|保证书?|证明)|保证(我们?)?(能|一定|可以)"
)


_FRAUD: Final = re.compile(
    r"虚开|造假|伪造|作假|骗(取)?(资助|补|钱|奖)|假合同|假发票|凑够|发票[^，。]{0,6}(做成|改成|开大)"
)


def answer_unreadable(question: Question, knowledge: Knowledge) -> Reply | None:
    """A message that holds nothing to answer."""
    if not question.text.strip(" ?？。.!！,，"):
        return Refusal(
            status=Status.OUT_OF_SCOPE,
            conclusion="没有收到可以回答的问题，请用一句话写明想问的事项。",
            suggestions=examples(knowledge),
        )
    if not _CHINESE.search(question.text) and not question.topics and not question.addresses:
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
    """Greetings and thanks."""
    if question.main is not AskKind.SMALLTALK:
        return None
    held = "、".join(d.short_title for d in knowledge.library.documents)
    return Answer(
        status=Status.ANSWERED,
        conclusion=f"您好，我依据{held}回答补贴怎么拿、能拿多少、条件和有效期，每句都附条款原文。",
        suggestions=examples(knowledge),
    )


def answer_elsewhere(question: Question, knowledge: Knowledge) -> Reply | None:
    """Another place's own policy."""
    outside = [p for p in question.places if p.role is PlaceRole.POLICY and not p.local]
    if not outside or (question.topics and any(p.local for p in question.places)):
        return None
    held = "、".join(d.short_title for d in knowledge.library.documents)
    names = "、".join(dict.fromkeys(place.name for place in outside))
    region = next((d.region[-1] for d in knowledge.library.documents if d.region), "")
    return Refusal(
        status=Status.OUT_OF_SCOPE,
        conclusion=f"收录的文件只有{region}的{held}，没有{names}的政策，无法回答；请向当地主管部门咨询。",
        suggestions=examples(knowledge),
    )


def answer_order(question: Question, knowledge: Knowledge) -> Reply | None:
    """An order to say something, with nothing asked of the texts."""
    if not _ORDER.search(question.text):
        return None
    given = bool(question.topics) and bool(question.bases() or question.counts)
    if given and not _FRAUD.search(question.text):
        return None  # a real question stands beside the order: it is answered from the text
    return Refusal(
        status=Status.OUT_OF_SCOPE,
        conclusion="不能按指定的话答复：答复只来自条款原文和按原文计算的结果。没有原文依据的内容，无法回答。",
        contact=contact((), knowledge),
        suggestions=examples(knowledge),
    )


def out_of_scope(question: Question, knowledge: Knowledge) -> Refusal:
    """Nothing held speaks of this."""
    held = "、".join(d.short_title for d in knowledge.library.documents)
    return Refusal(
        status=Status.OUT_OF_SCOPE,
        conclusion=f"已查{held}全文，没有与此相关的内容，无法回答。",
        contact=contact((), knowledge),
        suggestions=examples(knowledge),
    )


def examples(knowledge: Knowledge) -> tuple[str, ...]:
    """Questions that the collection can answer, from its own cards and rules."""
    names = [card.name for card in knowledge.cards if card.id in knowledge.rules][:2]
    return (*(f"{name}怎么算？" for name in names), "有哪些补贴可以申请？")
