"""What a result rests on (assumptions) and what it leaves open (caveats), in Chinese."""

from __future__ import annotations

from datetime import date

from bot.engine.conditions import by_convention
from bot.engine.facts import Facts
from bot.engine.outcome import Outcome
from bot.engine.result import Truth
from corpus.document import Document, DocumentKind
from corpus.rules import Direction, InputType, Rule
from corpus.rules.model import DIRECTIONS
from corpus.versions import Period, ending, period

APPLICATION_YEAR = "申报年度"
DRAFTED = "按条文试算（规则由程序读出，尚未经人工核对）"
_PREVIOUS_YEAR = ("上一年度", "上年度")
_INCLUDED = ("（含）", "(含)")


def application_year(facts: Facts, as_of: date) -> int:
    """Return the year of application: as given, else that of the as-of day."""
    given = facts.shared.get(APPLICATION_YEAR)
    return given if isinstance(given, int) and not isinstance(given, bool) else as_of.year


def assumptions(
    rule: Rule, facts: Facts, found: Outcome, document: Document, as_of: date
) -> tuple[str, ...]:
    """Say by which readings and premises the amount was computed."""
    lines = [*_convention(rule, document), *_previous_year(rule, facts, found, as_of)]
    premises = _premises(found)
    if premises:
        lines.append(f"以下条件未作核实，按满足计算：{'、'.join(premises)}。")
    return tuple(lines)


def _convention(rule: Rule, document: Document) -> list[str]:
    lines = []
    for name in by_convention(rule):
        words = rule.terms[name].span.text
        line = f"“{words}”按含本数计算，依据《民法典》第一千二百五十九条的通常用法"
        if any(mark in document.text for mark in _INCLUDED):
            line += "；本文件另有条款印有“（含）”，此处没有印"
        lines.append(line + "。")
    return lines


def counts_previous_year(rule: Rule) -> bool:
    """Whether a rule counts the year before the application (上一年度)."""
    return any(word in quote.text for quote in rule.quotes for word in _PREVIOUS_YEAR)


def too_late(rule: Rule, document: Document, as_of: date) -> str:
    """今年投、明年报: that what is spent this year can only be applied for once the text has ended.

    "" where no amount of the rule is that of the year before, or the text's dates do not show it:
    it must be over before the first month of next year is.
    """
    last = document.validity.last_day_latest
    spent = (
        entry.name
        for entry in rule.required
        if entry.type is InputType.MONEY and any(word in entry.span.text for word in _PREVIOUS_YEAR)
    )
    name = next(spent, None)
    if name is None or last is None or last >= date(as_of.year + 1, 2, 1):
        return ""
    if period(document, as_of) not in (Period.WITHIN, Period.ENDING):
        return ""
    return (
        f"{as_of.year}年的{name}要到{as_of.year + 1}年才能申报，"
        f"届时{document.short_title}已届满（有效期至{ending(document)}）"
    )


def _previous_year(rule: Rule, facts: Facts, found: Outcome, as_of: date) -> list[str]:
    if not counts_previous_year(rule):
        return []
    year = application_year(facts, as_of)
    given = {u.unit.year for u in found.units if u.unit.year and u.unit.year > 1000}
    other = sorted(y for y in given if y != year - 1)
    if other:
        listed = "、".join(f"{y}年" for y in other)
        later = "、".join(f"{y + 1}年" for y in other)
        return [f"“上一年度”以申报年度为准：{listed}的投入对应{later}申报。"]
    return [f"“上一年度”按{year}年申报计，即{year - 1}年。"]


def _premises(found: Outcome) -> list[str]:
    payable = [u.standing for u in found.units if u.standing.eligible is not Truth.NOT_MET]
    return list(dict.fromkeys(c.name for standing in payable for c in standing.premises))


def caveats(rule: Rule, document: Document, as_of: date) -> tuple[str, ...]:
    """Say what the text leaves open and how long it holds."""
    lines = [f"{DRAFTED}。"] if rule.drafted and not rule.checked else []
    lines += rule.notes
    what = (
        ""
        if any(term.money and term.role in DIRECTIONS for term in rule.terms.values())
        else "对比例"
    )
    if rule.direction is Direction.CEILING:
        lines.append(f"原文{what}只规定了上限，结果是最高额，实际数额以核定为准。")
    if rule.direction is Direction.FLOOR:
        lines.append(f"原文{what}只规定了下限，结果是最低额，实际数额以核定为准。")
    if rule.best_of is not None:
        lines.append(f"{rule.best_of.text}。")
    if document.kind is DocumentKind.NOTE:
        lines.append("修订说明只转述修订内容，申报以正式印发的实施细则为准。")
    lines += [line for line in (period_caveat(document, as_of),) if line]
    return tuple(lines)


def period_caveat(document: Document, as_of: date) -> str:
    """Say how ``as_of`` lies to the document's validity; "" where it is plainly within."""
    stated = f"（{document.validity.span.text}）" if document.validity.span else ""
    match period(document, as_of):
        case Period.UNKNOWN:
            return f"{document.short_title}未载明施行日期和有效期。"
        case Period.BEFORE:
            return f"{as_of}时{document.short_title}尚未施行{stated}，不计算金额。"
        case Period.ENDING:
            return f"{as_of}是否仍在有效期内取决于期间的计算方法{stated}，请向主管部门核实。"
        case Period.AFTER:
            return f"{as_of}时{document.short_title}的有效期已届满{stated}，不计算金额。"
    return ""
