"""How a message was read, for whoever adds a way of saying something: every stage as plain text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from bot.question.account import Account, Fate, Item, Stuck
from bot.question.amounts import SAID, Amount
from bot.question.ask import Question
from bot.question.asks import Ask, AskKind
from bot.question.frame import Frame
from bot.question.scope import Scope
from bot.question.token import Token
from bot.render import render_text
from bot.reply import Clarification, Grade, Reply
from corpus.numerals import format_yuan

# What the first part of a sense says; the rest names its group in lexicon.yaml, or the matter.
KINDS: Final = {
    "actor": "谁",
    "area": "面积",
    "ask": "问",
    "authority": "部门",
    "barrier": "条件不满足",
    "business": "主营",
    "clause": "条款",
    "comparator": "比较",
    "condition": "条件",
    "cost": "费用",
    "count": "个数",
    "counting": "算不算",
    "courtesy": "客套",
    "date": "日期",
    "document": "文件",
    "duration": "时长",
    "filler": "虚词",
    "foreign": "外币",
    "found": "设立",
    "hypothesis": "假设",
    "identifier": "编号",
    "input": "要填的数",
    "label": "编号名",
    "life": "经历",
    "link": "连词",
    "mark": "标点",
    "matter": "事项",
    "modal": "能愿",
    "money": "金额",
    "month": "月份",
    "negation": "否定",
    "nth": "第几",
    "number": "数",
    "operator": "运算",
    "ordinal": "序数",
    "pending": "还没办完",
    "place": "地方",
    "rate": "比例",
    "role": "名目",
    "scheme": "事项名称",
    "sector": "行业",
    "span": "期间",
    "tap": "点选",
    "thing": "东西",
    "vague": "不定数",
    "verb": "动作",
    "year": "年份",
}
ASKS: Final = {
    AskKind.SMALLTALK: "闲谈",
    AskKind.REVERSE: "反算",
    AskKind.VALID: "有效期",
    AskKind.COMPARE: "对比",
    AskKind.CHANGED: "修订",
    AskKind.DEFINE: "含义",
    AskKind.LIST: "清单",
    AskKind.ELIGIBLE: "能不能享受",
    AskKind.AMOUNT: "金额",
    AskKind.CLAUSE: "条款",
    AskKind.FIELD: "字段",
    AskKind.PAPER: "文件本身",
}
FATES: Final = {Fate.USED: "采用", Fate.SET_ASIDE: "未采用", Fate.OPEN: "待说明"}
GRADES: Final = {
    Grade.STATED: "确定（都理解了）",
    Grade.CONDITIONAL: "有保留（有内容没有理解）",
    Grade.ASKED: "不给金额，先问",
}
UNKNOWN: Final = "没有理解"
NOTHING: Final = "（无）"
_GAP: Final = "  "
_WIDE: Final = ("W", "F", "A")  # take two columns: Chinese, and what is drawn as wide beside it

Row = tuple[str, ...]


def explained(questions: Sequence[Question], reply: Reply) -> list[str]:
    """How a message was read, question by question, and the reply it got."""
    lines: list[str] = []
    for number, question in enumerate(questions, start=1):
        head = f"问题{number}：{question.text}" if len(questions) > 1 else f"问题：{question.text}"
        lines += [head, *_question(question), ""]
    return [*lines, *_reply(reply)]


def _question(question: Question) -> Iterator[str]:
    read = question.frame
    yield from _block("词（原文、种类、词表里的名字）", map(_token, read.tokens))
    yield from _block(
        "这句话里的金额（原文、是什么、谁的、事项、年份）",
        (_amount(amount, read.account) for amount in read.amounts),
    )
    yield from _block(
        "算进去的（原文、数额、是什么、谁的、事项、年份与期次）", map(_item, read.account.items)
    )
    heads = [(h.text, f"{h.number}家", _year(h.year), h.label) for h in question.heads.heads]
    if heads:
        yield from _block("家数（原文、几家、年份、哪里的）", heads)
    yield from _block(
        "问的是（种类、字段、从哪几个字）", (_ask(a, question) for a in question.asks)
    )
    yield from _block("按哪些文件、地方、日期", _scope(question.scope, question))
    told = [(name, "是" if held else "否") for name, held in sorted(question.truths.items())]
    if told:
        yield from _block("企业自己说的条件", told)
    yield from _block("没有理解、不影响金额的话", ((words,) for words in read.open))
    stuck = (*read.account.stuck, *question.heads.stuck)
    yield from _block("卡住、要先问的", map(_stuck, stuck))
    yield from _block("读懂之后每个数的去向", _fates(read))


def _reply(reply: Reply) -> Iterator[str]:
    grade = GRADES[reply.grade] if reply.grade else "不涉及"
    yield from _block("答复", [("状态", reply.status.value), ("把握", grade)])
    entries = ((e.text, FATES[e.fate], e.why) for e in reply.ledger)
    yield from _block("答复里每个数的去向", entries)
    if isinstance(reply, Clarification) and reply.choices:
        yield from _block("可以点的回答", ((choice,) for choice in reply.choices))
    yield "全文"
    yield from (f"{_GAP}{line}" for line in render_text(reply).splitlines())


def _token(token: Token) -> Row:
    lost = f"没有这样切：{'、'.join(token.losers)}" if token.losers else ""
    if token.unknown:
        return token.text, UNKNOWN, "", lost
    senses = sorted(token.senses)
    kinds = dict.fromkeys(KINDS.get(s.partition(".")[0], s.partition(".")[0]) for s in senses)
    return token.text, "、".join(kinds), " ".join(senses), lost


def _amount(amount: Amount, held: Account) -> Row:
    name = f"（{amount.name}）" if amount.name else ""
    return (
        amount.token.text,
        f"{SAID[amount.role]}{name}",
        _actor(amount.actor),
        amount.topic or "—",
        _year(_year_of(amount, held)),
    )


def _year_of(amount: Amount, held: Account) -> int | None:
    """The year of what the account made of an amount, where it made something of it."""
    text = amount.token.text
    for received in held.received:
        if received.amount.token == amount.token:
            return received.year
    items = (*held.items, *held.loose, *held.shelved)
    exact = [item for item in items if item.text == text]
    return next((i.year for i in exact or items if text in i.text and i.year), None)


def _item(item: Item) -> Row:
    nth = f"第{item.ordinal}年" if item.ordinal else ""
    when = "，".join(
        part for part in (f"{item.year}年" if item.year else "", nth, item.label) if part
    )
    return (
        item.text,
        _between(item.low, item.high),
        SAID[item.role],
        _actor(item.actor),
        item.topic or "—",
        when or "—",
        "；".join(item.notes),
    )


def _between(low: Decimal, high: Decimal | None) -> str:
    if high is None:
        return f"不少于{format_yuan(low)}"
    return format_yuan(low) if low == high else f"{format_yuan(low)}–{format_yuan(high)}"


def _actor(actor: str) -> str:
    return f"别人：{actor.removeprefix('~')}" if actor.startswith("~") else actor or "本企业"


def _year(year: int | None) -> str:
    return f"{year}年" if year else "—"


def _ask(ask: Ask, question: Question) -> Row:
    words = "、".join(f"“{question.text[start:end]}”" for start, end in ask.spans)
    return ASKS[ask.kind], ask.field.name if ask.field else "—", words or "沿用上文"


def _scope(scope: Scope, question: Question) -> Iterator[Row]:
    yield from (("文件", document) for document in sorted(scope.documents))
    yield from (("事项", topic) for topic in question.topics)
    yield from (("地方", place) for place in scope.place)
    yield from (("没有收录的地方", place) for place in scope.elsewhere)
    yield from (("只有上级文件的地方", place) for place in scope.above)
    yield from (("分别回答的文件", "、".join(sorted(each))) for each in scope.levels)
    yield from (("没有收录的文件", title) for title in (scope.title,) if title)
    yield from (("别处才有的事项", matter) for matter in (scope.unlisted,) if matter)
    yield from (("要问是哪里的", choice) for choice in scope.choices)
    yield "日期", question.as_of.isoformat()


def _stuck(stuck: Stuck) -> Row:
    return (stuck.question, " · ".join(stuck.choices))


def _fates(read: Frame) -> Iterator[Row]:
    for item in read.account.items:
        yield item.text, FATES[Fate.USED], SAID[item.role]
    for entry in read.account.entries:
        yield entry.text, FATES[entry.fate], entry.why


def _block(title: str, rows: Iterable[Row]) -> Iterator[str]:
    """A heading with its rows in columns beneath."""
    listed = list(rows) or [(NOTHING,)]
    yield title
    for row in _aligned(listed):
        yield f"{_GAP}{row}"


def _aligned(rows: Sequence[Row]) -> Iterator[str]:
    widths = [
        max(_width(row[place]) for row in rows if len(row) > place)
        for place in range(max(map(len, rows)))
    ]
    for row in rows:
        cells = (
            text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=False)
        )
        yield _GAP.join(cells).rstrip()


def _width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(char) in _WIDE else 1 for char in text)
