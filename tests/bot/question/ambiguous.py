"""What may stand under two kinds of the lexicon, and why."""

from __future__ import annotations

from typing import Final

# Kinds whose words overlap as a matter of course.
MEETING: Final = {
    ("ask", "role.claimed"): "补贴 is asked for, and names the amount beside it",
    ("cost", "role.other"): "a cost one may ask about, and money that is no base",
    ("cost", "role.tax"): "a tax one may ask about",
    ("cost", "role.financing"): "a way of paying one may ask about",
    ("cost", "thing"): "what is bought, and whether it counts",
    ("role.other", "thing"): "what is bought is not always invested: 面料, 培训",
    ("thing", "verb.spent"): "开发 and 部署 are done and are bought",
    ("operator.exclude", "tap.exclude"): "要扣除 is an answer that a question offers",
    ("operator.add", "verb.spent"): "又投 spends, and adds",
    ("ask", "operator.settle"): "结果 asks or settles",
    ("ask", "operator.remainder"): "还剩 asks for what remains or says it",
    ("ask", "operator.difference"): "差多少 asks for a difference",
    ("ask", "comparator"): "最多 asks for a limit or is one",
    ("comparator", "role.claimed"): "上限 compares or is an amount of the text",
    ("comparator", "operator.compare"): "高于 bounds an amount or compares two",
    ("comparator", "operator.settle"): "只有 bounds an amount or settles it",
    ("negation", "operator.exclude"): "作废 denies what was signed or takes away what was spent",
    ("comparator", "negation"): "不够 falls short of an amount or denies",
    ("role.financing", "verb.borrowed"): "贷了 names the money and the deed",
    ("role.tax", "verb.tax"): "纳税 names the money and the deed",
    ("role.planned", "verb.planned"): "预估 names the sum and the deed",
    ("modal", "verb.planned"): "想投 plans, 想拿 hopes",
    ("business.does", "life"): "从事 says the trade or tells of the firm",
    ("life", "verb.spent"): "引入 spends or tells of the firm",
    ("link.advance", "verb.received"): "what is paid in advance is got",
    ("link.advance", "verb.granted"): "what is paid in advance is approved",
    ("life", "role.turnover"): "出口 is a deed and a sum",
}

# Single words under kinds that have nothing to do with each other.
AMBIGUOUS: Final = {
    "ends or softens a sentence; alone it denies or answers": "哈 哦 噢 不 没 否",
    "asks for money, or is a verb without weight": "给 回来 全额 达标 钱 得 算 拿 到手 享受到 收到",
    "a word of sequence that joins amounts only before one": "还 又 并 接着 也 还有",
    "spreads amounts, or is an adverb": "各 均 都是 每年 逐年 全年 整个 几家",
    "whose: a firm, a person in it, or the one pointed at": "财务 公司 企业 自己 这边 那家 这家",
    "politeness that also corrects, permits or points": "不好意思 抱歉 行 请 对 那个 这个 额 转发",
    "supposes, or closes a clause": "的话 就算 就按 按",
    "a part of a whole, or a place": "里头 里",
    "a deed of the firm, or a word without weight": "一直 一口气 拖 办公 招商 管着",
    "a deed with money, or a word without weight": "上 完成 入账 签了 将",
    "a thing, or what is done or paid for": "咨询 安装 设计 研发 机器人 分期 出资 做 电脑",
    "obliges or allows": "该 让",
    "with or without tax: a cost one asks about, or an aside": "含税 不含税",
    "asks whether, in one word": "补不补 算不算",
    "asks for guidance, or gives it": "指导",
    "names a sum, or asks for it": "金额 预计 估算 奖金",
    "changes or corrects a sum": "变成 换成 重述 净",
    "leads into another subject": "顺带",
    "counts vaguely, or says what the firm has": "有家",
    "denies or takes away": "不属于",
    "bounds an amount, raises it, or says nothing of it": "多 多了 只",
}
