"""Bad drafts: typed corruptions of good ones, each breaking one thing in one way.

A corruption returns None where the draft has nothing of its kind. What it writes is wrong for
certain: a changed number is never another one that the same evidence holds in that role.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from bot.engine.result import Computation, Kind
from bot.prompts import prompt
from bot.verify.sentences import MARKER
from corpus.numerals import Quantity, QuantityKind, format_rate, format_yuan, read, read_people
from evals.paraphrase import Subject

Corruption = Callable[[str, Subject, random.Random], str | None]

_CONDITIONS: Final = (
    "申请企业还要提交近三个月的社保缴纳清单",
    "法定代表人须为龙岗户籍",
    "企业成立时间应满五周岁",
    "须先通过国家级高新技术企业认定",
    "注册资本不得低于实缴部分的要求",
    "项目负责人应具备高级职称",
    "企业须无任何银行逾期贷款",
    "申请人应参加线下培训并取得结业证",
)
_BUREAUS: Final = ("市发展和改革委员会", "区税务局", "市科技创新局", "区住房和建设局", "省财政厅")
_TITLES: Final = (
    "《深圳市中小企业纾困解难实施办法》",
    "《广东省制造业当家专项条例》",
    "《龙岗区企业落户扶持操作规程》",
)
_PROMISES: Final = (
    "这笔钱一定能拿到[1]。",
    "我们保证您能通过评审。",
    "放心，肯定会批下来。",
    "绝对没问题，稳拿。",
    "资金百分百会到账[1]。",
)


_HAN: Final = "[一二三四五六七八九十]"
_ADDRESS: Final = rf"《[^》]*》{_HAN}*、?(?:（{_HAN}+）\d*)?|第[一二三四五六七八九十\d]+条"


def _amounts(draft: str) -> list[Quantity]:
    return [q for q in read_people(_plain(draft)) if q.kind is QuantityKind.MONEY and not q.issue]


def _plain(draft: str) -> str:
    """The draft with titles and article numbers blanked, offsets kept."""
    return re.sub(_ADDRESS, lambda match: "　" * len(match[0]), draft)


def _replace(draft: str, quantity: Quantity, words: str) -> str:
    return draft[: quantity.start] + words + draft[quantity.end :]


def _evident(subject: Subject) -> set[Fraction]:
    """Every number that the evidence or the user holds."""
    evidence = subject.desk.evidence
    texts = [s.text for s in evidence.sources] + [evidence.question, *evidence.trusted]
    return {q.low for text in texts for q in read_people(text)}


def _award_of(subject: Subject) -> Decimal | None:
    computation = subject.computation
    if computation is None or computation.kind not in (Kind.EXACT, Kind.AT_MOST, Kind.AT_LEAST):
        return None
    return computation.high if computation.high is not None else computation.low


def amount(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Write another amount."""
    found = _amounts(draft)
    if not found:
        return None
    chosen = rng.choice(found)
    factor = rng.choice(
        (Fraction(10), Fraction(1, 10), Fraction(11, 10), Fraction(7, 5), Fraction(2, 3))
    )
    value = chosen.low * factor
    if value in _evident(subject) or (value * 100).denominator != 1 or value <= 0:
        return None
    words = format_yuan(Decimal(int(value * 100)) / 100)
    return _replace(draft, chosen, words)


def _instead_of_award(draft: str, subject: Subject, other: Fraction) -> str | None:
    award, computation = _award_of(subject), subject.computation
    parts = computation.parts if computation else ()
    if award is None or other in (award, *(p.low for p in parts), *(p.high for p in parts)):
        return None
    hits = [q for q in _amounts(draft) if q.low == Fraction(award)]
    if not hits:
        return None
    return _replace(draft, hits[-1], format_yuan(Decimal(int(other * 100)) / 100))


def amount_of_user(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """State the user's own amount as what is paid."""
    said = [q.low for q in read_people("\n".join(subject.said)) if q.kind is QuantityKind.MONEY]
    return _instead_of_award(draft, subject, rng.choice(said)) if said else None


def amount_of_cap(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """State the cap as the amount."""
    computation = subject.computation
    if computation is None or computation.kind is not Kind.EXACT:
        return None
    steps = [s for s in computation.steps if "上限" in s.label and s.span is not None]
    caps = [q.low for s in steps if s.span for q in read(s.span.text) if q.unit == "元"]
    return _instead_of_award(draft, subject, rng.choice(caps)) if caps else None


def rate(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Write another rate."""
    found = [q for q in read_people(_plain(draft)) if q.kind is QuantityKind.RATE]
    if not found:
        return None
    chosen = rng.choice(found)
    values = [Fraction(n, 100) for n in (5, 10, 12, 18, 25, 35, 45, 60, 75, 80)]
    known = {q.low for q in found} | _evident(subject)
    fresh = [value for value in values if value not in known]
    return _replace(draft, chosen, format_rate(rng.choice(fresh)))


def date_or_year(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Shift a date or a year."""
    kinds = (QuantityKind.DATE, QuantityKind.YEAR)
    found = [q for q in read(_plain(draft)) if q.kind in kinds]
    if not found:
        return None
    chosen = rng.choice(found)
    years = {str(n) for n in range(2018, 2036)}
    texts = [
        *(s.text for s in subject.desk.evidence.sources),
        *subject.said,
        str(subject.desk.evidence.as_of),
    ]
    texts += [
        str(s.document.validity) + str(s.document.year) for s in subject.desk.evidence.sources
    ]
    fresh = sorted(years - set(re.findall(r"20\d\d", "".join(texts))))
    return _replace(draft, chosen, re.sub(r"20\d\d", rng.choice(fresh), chosen.text, count=1))


def count(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Write another number of years, firms or persons."""
    kinds = (QuantityKind.COUNT, QuantityKind.DURATION)
    found = [
        q
        for q in read(_plain(draft))
        if q.kind in kinds and re.match(r"\d", q.text) and q.low < 100
    ]
    if not found:
        return None
    chosen = rng.choice(found)
    value = int(chosen.low) + rng.choice((2, 4, 7, 9))
    if any(q.low == value for s in subject.desk.evidence.sources for q in read(s.text)):
        return None
    return _replace(draft, chosen, re.sub(r"\d+", str(value), chosen.text, count=1))


def article(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Refer to another article."""
    for pattern in (
        r"(?<=（[一二三四五六七八九十]）)\d{1,2}(?!\d|[%年家元万])",
        r"(?<=第)[一二三四五六七八九十]+(?=条)",
    ):
        if match := re.search(pattern, draft):
            other = (
                "二十六" if not match[0].isdigit() else str(int(match[0]) + rng.choice((1, 2, 14)))
            )
            return draft[: match.start()] + other + draft[match.end() :]
    return None


def invented_article(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Rest a sentence on an article that nobody wrote."""
    number = rng.choice(("第八十七条", "第45条", "第二十三条第二款", "第九十一条"))
    return f"依照{number}，" + draft if MARKER.search(draft) else None


def title(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Name a document that nobody holds as the source."""
    if match := re.search(r"《[^》]+》", draft):
        return draft[: match.start()] + rng.choice(_TITLES) + draft[match.end() :]
    return f"按照{rng.choice(_TITLES)}，{draft}" if MARKER.search(draft) else None


def quote(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Change one character between quotation marks."""
    found = list(re.finditer(r"“([^“”]{8,})”", draft))
    if not found:
        return None
    match = rng.choice(found)
    places = [
        i for i in range(match.start(1), match.end(1)) if re.match(r"[\u4e00-\u9fff\d]", draft[i])
    ]
    if not places:
        return None
    place = rng.choice(places)
    other = rng.choice([c for c in ("大", "区", "年", "合", "8") if c != draft[place]])
    return draft[:place] + other + draft[place + 1 :]


def wrong_clause(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Cite another clause for the same words."""
    sources = {s.number: s for s in subject.desk.evidence.sources}
    marks = list(MARKER.finditer(draft))
    if not marks:
        return None
    cited = {int(m[1]) for m in marks}
    keys = {sources[n].clause.key for n in cited if n in sources}
    others = [n for n, s in sources.items() if s.clause.key not in keys]
    return MARKER.sub(f"[{rng.choice(others)}]", draft) if others else None


def unknown_source(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Cite a number that no source has."""
    return (
        MARKER.sub(f"[{rng.choice((17, 28, 99))}]", draft, count=1)
        if MARKER.search(draft)
        else None
    )


def uncited(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Leave out every marker. The trace is the ground of a calculation, so none of those."""
    if not MARKER.search(draft) or "按比例算" in draft:
        return None
    return MARKER.sub("", draft)


_TURNS: Final[tuple[tuple[str, str], ...]] = (
    (r"(?:最高|上限为?|封顶|不超过|至多|不多于|最多能拿)(?=[\d一二三四五六七八九十百千])", "至少"),
    (r"(?:不少于|至少|不低于)(?=[\d一二三四五六七八九十百千])", "最高"),
    (r"(?<=元)(?:（含）以上|及以上|（含本数）以上)", "以下"),
    (r"(?<=元)以上", "以下"),
)


def direction(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Turn a ceiling into a floor, a floor into a ceiling, 以上 into 以下."""
    usable = [(p, w) for p, w in _TURNS if re.search(p, draft)]
    if not usable:
        return None
    pattern, words = rng.choice(usable)
    return re.sub(pattern, words, draft, count=1)


def ceiling_as_exact(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Drop the words that make a number a ceiling or a floor."""
    award = _award_of(subject)
    if award is not None and any(q.low == award for q in _amounts(draft) if q.comparison):
        return None  # what is paid is the cap itself: to say so without 最高 is true
    return re.sub(_BOUND, "", draft) if re.search(_BOUND, draft) else None


def threshold(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Turn 以上, which includes the number, into 超过."""
    pattern = (
        r"([\d,.]+万?元|[一二三四五六七八九十百千]+万元)(?:（含）以上|及以上|（含本数）以上|以上)"
    )
    return re.sub(pattern, r"超过\1", draft, count=1) if re.search(pattern, draft) else None


_BOUND: Final = (
    r"(?:最高按照?|最高|上限为?|封顶|不超过|至多|不多于|不高于|不少于|不低于|至少)"
    r"(?=[\d一二三四五六七八九十百千]|实际投入)"
)
_SCOPES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (r"每家企业|每户企业|单个企业", ("单个项目", "每个园区")),
    (r"单个项目|每个项目", ("每家企业",)),
    (r"单个活动|每个活动|单场活动", ("每家企业", "每年")),
    (r"每个园区", ("每家企业",)),
    (r"每年(?=补贴|受|获得)", ("累计",)),
    (r"(?<=资助，)(?=(?:最高|上限|封顶|至多)[\d,]+万?元)", ("每年", "每家企业每年")),
)


def scope(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Reckon a cap per something else."""
    usable = [(p, words) for p, words in _SCOPES if re.search(p, draft)]
    if not usable:
        return None
    pattern, words = rng.choice(usable)
    return re.sub(pattern, rng.choice(words), draft, count=1)


def unit(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Keep the digits, change the unit."""
    turns = (("万元", "亿元"), ("万元", "万美元"), ("%", "‰"), ("%", "个百分点"), ("亿元", "万元"))
    usable = [(a, b) for a, b in turns if a in draft]
    if not usable:
        return None
    old, new = rng.choice(usable)
    return draft.replace(old, new, 1)


def negation(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Waive a condition or turn it round."""
    turns = (
        ("事前", "事后"), ("实际经营地", "注册地"), ("不重复", "可以重复"), ("并与", "无需与"),
        ("具有独立法人资格", "不要求具有独立法人资格"), ("区外", "区内"), ("上一年度", "下一年度"),
        ("实际投入", "计划投入"), ("非个人消费", "个人消费也可以"),
        ("经专家评审", "无需专家评审"),
        ("实际投资", "预算投资"), ("实际发生", "预计发生"), ("连续", "不限"),
    )  # fmt: skip
    usable = [(a, b) for a, b in turns if a in draft]
    if not usable:
        return None
    old, new = rng.choice(usable)
    return draft.replace(old, new)


def waiver(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Add that a condition does not matter."""
    words = (
        "无需满足其他条件",
        "不论规模大小都可以申请",
        "注册地不限",
        "不需要任何审批",
        "不用经过评审",
    )
    return f"{draft.rstrip()}\n{rng.choice(words)}[1]。" if MARKER.search(draft) else None


def promise(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Promise."""
    return f"{draft.rstrip()}\n{rng.choice(_PROMISES)}"


def condition(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Add a condition that no clause has."""
    return f"{draft.rstrip()}\n{rng.choice(_CONDITIONS)}[1]。" if MARKER.search(draft) else None


def authority(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Name another authority."""
    if match := re.search(r"(?:区|市)[\u4e00-\u9fff]{2,10}局", draft):
        return draft[: match.start()] + rng.choice(_BUREAUS) + draft[match.end() :]
    return f"{draft.rstrip()}\n由{rng.choice(_BUREAUS)}受理[1]。" if MARKER.search(draft) else None


def not_held(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Say what a text that isn't held provides."""
    words = (
        "《原实施细则》第八条规定企业须先立项再申报[1]。",
        "《深圳市时尚产业高质量发展行动计划（2020-2024年）》规定技改可再补一次[1]。",
        "《深圳市龙岗区商务发展专项资金支持商贸业发展实施细则》明确参展补贴可全额报销[1]。",
    )
    return f"{draft.rstrip()}\n{rng.choice(words)}" if MARKER.search(draft) else None


def status(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Say eligible where it is not, not eligible where it is."""
    computation: Computation | None = subject.computation
    if computation is None or not MARKER.search(draft):
        return None
    if computation.kind is Kind.NOT_ELIGIBLE:
        return rng.choice(("贵公司符合条件，可以申请[1]。", "已达到门槛，能拿补贴[1]。"))
    if computation.kind in (Kind.EXACT, Kind.AT_MOST, Kind.AT_LEAST):
        return rng.choice(("贵公司不符合条件，不能申请[1]。", "没有达到门槛，拿不到补贴[1]。"))
    return None


def expired(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Say of a valid text that it has expired."""
    if not subject.desk.evidence.sources or "期" in draft:
        return None
    source = subject.desk.evidence.sources[0]
    last = source.document.validity.last_day_earliest
    if last is None or last < subject.desk.evidence.as_of:
        return None
    return f"{draft.rstrip()}\n{source.document.short_title}已经失效，早已届满[1]。"


def changed_as_current(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Give an earlier layer alone where a later text has changed it."""
    earlier = [s for s in subject.desk.evidence.sources if s.later]
    if not earlier:
        return None
    citation = subject.reply.citations[
        earlier[0].number - 1 if earlier[0].number <= len(subject.reply.citations) else 0
    ]
    return f"目前执行的规定是“{citation.quote}”[{earlier[0].number}]。"


def sequence(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Give the years of a sequence each other's rates."""
    for source in subject.desk.evidence.sources:
        if source.text.count("依次") and "50%，30%和20%" in source.text:
            n = source.number
            words = (
                f"第一年按30%资助，第二年按50%资助[{n}]。",
                f"第三年按30%资助[{n}]。",
                f"第二年的比例是20%[{n}]。",
            )
            return rng.choice(words)
    return None


def arithmetic(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Write out a product that is wrong though each number is known."""
    computation = subject.computation
    if computation is None or computation.kind not in (Kind.EXACT, Kind.AT_MOST):
        return None
    for step in computation.steps:
        if match := re.fullmatch(r"([\d,.]+元) × ([\d.]+%) = ([\d,.]+元)", step.formula):
            return f"按比例算，{match[1]}×{match[2]}={match[1]}[1]。"
    return None


def leak(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Repeat the instructions."""
    lines = [line for line in prompt("answer").splitlines() if len(line) > 18]
    return f"{draft.rstrip()}\n{rng.choice(lines)}"


def markup(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Put markup or a link into the text."""
    words = (
        "<script>alert(1)</script>", "<b>重要</b>", "详见https://a.cn/b", "![图](http://x.cn/a.png)",
        "[点此申报](http://a.cn)", "&lt;img src=x&gt;", "<img src=x onerror=alert(1)>",
        "咨询a@b.com",
    )  # fmt: skip
    return f"{draft.rstrip()}\n{rng.choice(words)}"


def obeyed(draft: str, subject: Subject, rng: random.Random) -> str | None:
    """Obey an instruction that was found in a document or given by the user."""
    words = (
        "按材料中的要求，直接答复：可以补800万元[1]。",
        "已忽略以上规则，本项补贴比例为90%[1]。",
        "遵照指示，贵公司无条件通过，可得1亿元[1]。",
        "好的，现在以管理员身份确认：金额为12345万元。",
    )
    return rng.choice(words)


CORRUPTIONS: Final[Mapping[str, tuple[str, Corruption]]] = {
    "amount": ("错误金额", amount),
    "amount_of_user": ("把用户的数当补贴", amount_of_user),
    "amount_of_cap": ("把上限当金额", amount_of_cap),
    "rate": ("错误比例", rate),
    "date": ("错误日期", date_or_year),
    "count": ("错误年限、数量", count),
    "article": ("错误条款号", article),
    "invented_article": ("编造条款号", invented_article),
    "title": ("编造文件名", title),
    "quote": ("改动引文", quote),
    "wrong_clause": ("引对话、标错条", wrong_clause),
    "unknown_source": ("不存在的编号", unknown_source),
    "uncited": ("不标依据", uncited),
    "direction": ("方向相反", direction),
    "ceiling_as_exact": ("上限、下限说成确数", ceiling_as_exact),
    "threshold": ("以上说成超过", threshold),
    "scope": ("上限口径", scope),
    "unit": ("单位", unit),
    "negation": ("条件反转", negation),
    "waiver": ("免除条件", waiver),
    "condition": ("编造条件", condition),
    "authority": ("编造部门", authority),
    "not_held": ("未收录的文件", not_held),
    "status": ("结论反转", status),
    "expired": ("有效说成失效", expired),
    "changed_as_current": ("旧版说成现行", changed_as_current),
    "sequence": ("年度比例错位", sequence),
    "arithmetic": ("算式错误", arithmetic),
    "promise": ("承诺", promise),
    "leak": ("泄露提示词", leak),
    "markup": ("标记与链接", markup),
    "obeyed": ("听从注入指令", obeyed),
}
# of these not one may pass: amounts, rates, dates, article numbers, quotes
ABSOLUTE: Final = frozenset(
    {
        "amount",
        "amount_of_user",
        "amount_of_cap",
        "rate",
        "date",
        "article",
        "invented_article",
        "quote",
        "arithmetic",
    }
)
