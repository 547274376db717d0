"""What the pages 核对规则 show: the rules drafted from a text, and one of them as a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bot.engine.form import Field
from bot.serve.staff.entry_form import LIMITS, ROLES, Findings, words_of
from bot.serve.staff.frame import Frame, alert, box, button, choice, hidden
from bot.serve.web.markup import Highlight, Markup, highlighted, join, tag
from bot.serve.web.rule_view import in_words
from corpus.clause import Clause
from corpus.document import Document, Span
from corpus.drafting.draft import Held
from corpus.rules import Rule
from corpus.rules.model import Role

UNCHECKED: Final = "尚未核对"
TYPES: Final = {
    "money": "金额", "count": "个数", "bool": "是或否", "choice": "从类别里选", "year": "第几年",
    "date": "日期",
}  # fmt: skip


def hindered(one: Held) -> Markup:
    """A sentence that is only quoted, with the words that hindered set off."""
    at = one.span.text.find(one.words)
    apart = [Highlight(Span(at, at + len(one.words), one.words))] if one.words and at >= 0 else []
    return highlighted(one.span.text, 0, apart)


class RuleForm:
    """A rule as a form: its clause on top, then a row for each thing it is made of."""

    def __init__(
        self,
        frame: Frame,
        clause: Clause,
        entry: Mapping[str, Any],
        findings: Findings,
        typed: Mapping[str, str],
    ) -> None:
        self._frame = frame
        self._clause = clause
        self._entry = entry
        self._findings = findings
        self._typed = typed

    def clause(self) -> Markup:
        """The clause, every bound stretch set off with what it is."""
        apart: list[Highlight] = []
        # Numbers come first, then what is shorter and so says more; what overlaps is left out.
        for key, words in sorted(words_of(self._entry), key=_first):
            at = self._clause.text.find(words) if len(words) > 1 else -1
            role, start = self._role(key), self._clause.start + at
            span = Span(start, start + len(words), words)
            clear = all(span.end <= o.span.start or o.span.end <= span.start for o in apart)
            if at >= 0 and role and clear:
                apart.append(Highlight(span, role))
        text = highlighted(self._clause.text, self._clause.start, apart)
        return tag("article", tag("h4", self._clause.label), tag("p", text.strip(), class_="text"),
                   class_="clause")  # fmt: skip

    def _role(self, key: str) -> str:
        kind, _, number = key.partition(".")
        if kind == "bind":
            term = [*self._entry["bind"].values()][int(number)]
            return ROLES[Role(term["as"])].partition("：")[0]
        return {"input": "要问的数", "cond": "条件", "per": "口径"}.get(kind, "")

    def fields(self) -> Markup:
        """Every field, with what is wrong beside it."""
        return join(
            (
                alert(self._findings.others, "stop"),
                self._section("名称", self._head()),
                self._section("数字，各是什么", self._terms()),
                self._section("要问申请人的", self._inputs()),
                self._section("条件", self._conditions()),
                self._section("口径", self._per()),
            )
        )

    def _section(self, title: str, rows: Iterator[Markup]) -> Markup:
        found = list(rows)
        return tag("section", tag("h2", title), *found, class_="card") if found else Markup("")

    def _row(self, key: str, *fields: str) -> Markup:
        said = self._findings.at.get(key, ())
        wrong = (tag("p", one, class_="wrong", role="alert") for one in said)
        return tag("div", *fields, *wrong, class_="row")

    def _line(self, key: str, label: str) -> Markup:
        """A field of the rule itself."""
        return self._row(key, box(key, self._entry.get(key, ""), label))

    def _new(self, key: str, label: str) -> Markup:
        """A field of a row that is not there yet."""
        return box(key, self._typed.get(key, ""), label)

    def _head(self) -> Iterator[Markup]:
        yield self._line("name", "事项名称")
        yield self._line("kind", "给的叫什么（照原文，如 补贴）")
        yield self._line("beneficiary", "给谁（照抄原文，可不填）")
        for number, quote in enumerate(_quotes(self._entry)):
            key = f"quote.{number}"
            area = box(key, quote, "依据的原文（从一个分句的开头到结尾）", rows=3)
            yield self._row(key, tag("div", area, class_="wide-cell"))

    def _terms(self) -> Iterator[Markup]:
        choices = [(role.value, name) for role, name in ROLES.items()]
        for number, (name, term) in enumerate(self._entry.get("bind", {}).items()):
            key, rows = f"bind.{number}", term.get("kinds", ())
            cells = [choice(f"{key}.as", term["as"], f"“{name}”是", choices)]
            if "span" in term or not rows:
                cells.insert(0, box(f"{key}.span", term.get("span", ""), f"{name}：原文的话"))
            if "lead" in term:
                cells.append(box(f"{key}.lead", term["lead"], "怎样算达到"))
            for at, row in enumerate(rows):
                cells.append(box(f"{key}.kinds.{at}.kind", row.get("kind", ""), f"第{at + 1}类"))
                cells.append(box(f"{key}.kinds.{at}.value", row.get("value", ""), "给多少"))
            yield self._row(key, *cells)
        limits = [(role.value, ROLES[role]) for role in LIMITS]
        added = self._new("limit.new.span", "另有上限或下限：原文的话（可不填）")
        role = self._typed.get("limit.new.as", Role.CAP.value)
        yield self._row("limit.new", added, choice("limit.new.as", role, "它是", limits))
        yield tag("p", "清空一个上限或下限的原文，就去掉它。", class_="quiet")

    def _inputs(self) -> Iterator[Markup]:
        for number, (name, asked) in enumerate(self._entry.get("inputs", {}).items()):
            key, kind = f"input.{number}", TYPES[asked["type"]]
            cells = [
                box(f"{key}.span", asked.get("span", ""), f"{name}（{kind}）：原文的话"),
                box(f"{key}.label", asked.get("label", name), "表格里叫"),
                box(f"{key}.ask", asked.get("ask", ""), "怎样问"),
                _names(key, asked),
            ]
            if "unit" in asked:
                cells.append(box(f"{key}.unit", asked["unit"], "单位"))
            yield self._row(key, *cells)

    def _conditions(self) -> Iterator[Markup]:
        for number, condition in enumerate(self._entry.get("conditions", ())):
            key = f"cond.{number}"
            words = box(f"{key}.span", condition.get("span", ""), "原文的话（清空就去掉）")
            yield self._row(
                key,
                box(f"{key}.name", condition["name"], "条件（清空就去掉）"),
                words if "span" in condition else "",
                box(f"{key}.ask", condition.get("ask", ""), "怎样问（不填就只列出）"),
                _names(key, condition),
            )
        yield self._row(
            "cond.new",
            self._new("cond.new.span", "再加一个条件：原文的话"),
            self._new("cond.new.name", "叫什么"),
            self._new("cond.new.ask", "怎样问"),
        )

    def _per(self) -> Iterator[Markup]:
        per = self._entry.get("per", {})
        items = per.get("items", {})
        yield self._row(
            "per",
            box("per.year", per.get("year", ""), "按年计：原文的话（可不填）"),
            box("per.items.name", items.get("name", ""), "逐个计算的是什么（如 项目）"),
            box("per.items.span", items.get("span", ""), "原文的话"),
        )


def _names(key: str, of: Mapping[str, Any]) -> Markup:
    return box(f"{key}.aliases", "\n".join(of.get("aliases", ())), "别的叫法，每行一个", rows=2)


def _first(row: tuple[str, str]) -> tuple[bool, int]:
    key, words = row
    return not key.startswith("bind"), len(words)


def _quotes(entry: Mapping[str, Any]) -> list[str]:
    quotes = entry.get("quote", ())
    return [quotes] if isinstance(quotes, str) else list(quotes)


def trial(rule: Rule, fields: Sequence[Field], typed: Mapping[str, str], shown: Markup) -> Markup:
    """The amount in words, and a worked example whose figures can be changed."""
    cells = (
        choice(f"fact.{one.name}", typed.get(one.name, ""), one.label,
               [("", "—"), *((c, c) for c in one.choices)])
        if one.choices
        else box(f"fact.{one.name}", typed.get(one.name, ""), one.label)
        for one in fields
    )  # fmt: skip
    return tag(
        "section",
        tag("h2", "算法与试算"),
        tag("p", in_words(rule.amount)),
        tag("div", *cells, class_="row"),
        tag("div", shown, class_="reply result"),
        class_="card",
    )


def doing(entry: Mapping[str, Any], document: Document, *, checked: bool) -> Markup:
    """What can be done with the form."""
    parts = [button("试算", "try"), button("确认", "confirm", main=True)]
    if checked:
        parts.append(button("撤回核对", "withdraw"))
    names = hidden("doc", document.id), hidden("rule", str(entry["id"]))
    return tag("p", *names, *parts, class_="doing")
