"""A form made from rules: its fields with what was typed, and the entries that come of it.

A form keeps nothing on the server. What a browser sends is looked up by the names of the fields
that the rules have; a name that none of them has is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot.engine.addressee import of_the_firm, unfit
from bot.engine.entries import Entry
from bot.engine.form import Field, fields
from corpus.rules import InputType, Rule
from corpus.scope import Scope

UNSURE: Final = "不清楚"
STATES: Final = ("符合", "不符合", UNSURE)  # of a condition
SEPARATORS: Final = str.maketrans("", "", ":：·\n")  # they structure a key; names do without
HINTS: Final[Mapping[InputType, str]] = {
    InputType.MONEY: "如 350万元、80到120万、不清楚",
    InputType.COUNT: "如 3",
    InputType.YEAR: "如 2025年",
    InputType.DATE: "如 2025年3月1日",
}
NUMERIC: Final = (InputType.MONEY, InputType.COUNT)
ROWS: Final = 6  # years, projects or parks that a form takes at most
LONGEST: Final = 200  # characters of one field
ROW: Final = re.compile(r"#(\d)$")
BLANK: Final = "#?"  # the row of fields that are copied for a further project

Posted = Mapping[str, str]  # name of a field → what was typed


@dataclass(frozen=True, slots=True)
class Control:
    """A field of the form. ``name`` tells it from all others: ``平台投入#1`` is of the second row.

    ``fact`` is the fact it stands for, "" for the head of a row (its name or its year).
    """

    name: str
    fact: str
    label: str
    ask: str = ""
    hint: str = ""
    choices: tuple[str, ...] = ()
    optional: bool = False
    value: str = ""
    head: str = ""  # name ｜ year, of a row's head

    @property
    def id(self) -> str:
        """The name as an attribute that others can point to."""
        return re.sub(r"\s", "_", self.name)


@dataclass(frozen=True, slots=True)
class Group:
    """What one scheme asks for, or several of one matter: ``rules`` are their ids.

    ``word`` is what a row is (项目 ｜ 年度), "" where there is only one. ``blank`` is a row to
    copy. ``unfit`` says why it does not speak to this enterprise; then it is folded.
    """

    id: str
    rules: tuple[str, ...]
    rows: tuple[tuple[Control, ...], ...]
    blank: tuple[Control, ...] = ()
    word: str = ""
    shared: tuple[Control, ...] = ()
    unfit: str = ""

    @property
    def filled(self) -> bool:
        """Whether anything but the head of a row was typed."""
        controls = (c for row in (*self.rows, self.shared) for c in row)
        return any(c.value for c in controls if not c.head)


@dataclass(frozen=True, slots=True)
class Form:
    """All fields of a page. ``firm`` are conditions of the enterprise itself."""

    groups: tuple[Group, ...]
    firm: tuple[Control, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Who:
    """What the enterprise said of itself that a rule can be about; see `bot.engine.addressee`."""

    identities: tuple[str, ...] = ()
    industry: str = ""


def form_of(rules: Iterable[Rule], posted: Posted, scopes: Sequence[Scope], who: Who) -> Form:
    """The form for some rules, filled with what was typed; no fact is asked for twice."""
    groups: list[Group] = []
    firm: dict[str, Control] = {}
    placed: dict[str, int] = {}  # fact → index of its group
    for rule in rules:
        known = {f.name: f for f in fields(rule)}
        for condition in rule.conditions:
            if of_the_firm(rule, condition) and condition.fact not in firm:
                firm[condition.fact] = _condition(known[condition.fact], posted)
        new = [f for f in known.values() if f.name not in placed and f.name not in firm]
        own = [f.name for f in known.values() if f.required and f.name in placed]
        if own and not any(f.required for f in new):
            at = placed[own[0]]
            groups[at] = _also(groups[at], rule, new, posted)
        else:
            at = len(groups)
            reason = unfit(rule, scopes, who.identities, who.industry)
            groups.append(_group(rule, new, posted, reason))
        placed.update((f.name, at) for f in new)
    return Form(tuple(groups), tuple(firm.values()))


def _group(rule: Rule, new: Sequence[Field], posted: Posted, reason: str) -> Group:
    own = [f for f in new if f.required and f.type is not InputType.BOOL]
    word = rule.unit.items or ("年度" if rule.unit.yearly else "")
    count = _rows(rule, own, posted) if word else 1
    rows = tuple(_row(rule, own, f"#{at}", posted) for at in range(count))
    blank = _row(rule, own, BLANK, {}) if word else ()
    if not word:
        rows = tuple(tuple(c for c in row if not c.head) for row in rows)
    return Group(rule.id, (rule.id,), rows, blank, word, _shared(new, posted), reason)


def _also(group: Group, rule: Rule, new: Sequence[Field], posted: Posted) -> Group:
    """The group with another rule on the same facts: one text's and its revision's."""
    shared = (*group.shared, *_shared(new, posted))
    return replace(group, rules=(*group.rules, rule.id), shared=shared)


def _rows(rule: Rule, own: Sequence[Field], posted: Posted) -> int:
    """How many rows were filled in, or asked for."""
    used = [
        int(match[1])
        for name, text in posted.items()
        if text and (match := ROW.search(name)) and name[: match.start()] in {f.name for f in own}
    ]
    wanted = posted.get(f"rows@{rule.id}", "")
    asked = int(wanted) if wanted.isdecimal() and len(wanted) == 1 else 1
    return min(max([asked, 1, *(at + 1 for at in used)]), ROWS)


def _row(rule: Rule, own: Sequence[Field], at: str, posted: Posted) -> tuple[Control, ...]:
    heads = []
    number = int(at[1:]) + 1 if at != BLANK else 0
    if rule.unit.items:
        name = f"name@{rule.id}{at}"
        value = posted.get(name) or f"{rule.unit.items}{number or '?'}"
        heads.append(Control(name, "", f"{rule.unit.items}名称", value=value, head="name"))
    if rule.unit.yearly and not any(e.type is InputType.YEAR for e in rule.required):
        name, hint = f"year@{rule.id}{at}", HINTS[InputType.YEAR]
        value = posted.get(name, "")
        heads.append(Control(name, "", "年度", hint=hint, value=value, head="year"))
    return (*heads, *(_control(f, at, posted) for f in own))


def _shared(new: Sequence[Field], posted: Posted) -> tuple[Control, ...]:
    """What is asked once: amounts that may be left out, and the conditions of the project."""
    extra = [f for f in new if not f.required and f.type in NUMERIC]
    conditions = [f for f in new if f.type is InputType.BOOL]
    return (
        *(_control(f, "#0", posted) for f in extra),
        *(_condition(f, posted) for f in conditions),
    )


def _control(field: Field, at: str, posted: Posted) -> Control:
    name = f"{field.name}{at}"
    choices = (*field.choices, UNSURE) if field.choices else ()
    value = posted.get(name, "")
    if choices and value not in choices:
        value = ""
    hint = HINTS.get(field.type, "")
    return Control(
        name, field.name, field.label, field.ask, hint, choices, not field.required, value
    )


def _condition(field: Field, posted: Posted) -> Control:
    """A yes/no fact in three states. Of a condition that is only listed, its name says it all."""
    name = f"{field.name}#0"
    ask = field.ask if field.asked else ""
    value = posted.get(name, "")
    value = {"是": "符合", "否": "不符合"}.get(value, value)  # as an address may write it
    return Control(
        name, field.name, field.label, ask, choices=STATES, optional=not field.asked,
        value=value if value in STATES else "",
    )  # fmt: skip


def entries_of(form: Form) -> list[Entry]:
    """What was typed into a form; facts of one of several rows carry its name and year."""
    found = [entry for group in form.groups for entry in _of_group(group)]
    return [*found, *(_entry(c) for c in form.firm if c.value)]


def _of_group(group: Group) -> Iterator[Entry]:
    several = len(group.rows) > 1
    for at, row in enumerate(group.rows):
        head = _head(row, at) if several else ""
        for control in row:
            said = several and control.value in head.split("·")  # the year of the row
            if control.fact and control.value.strip() and not said:
                yield _entry(control, head)
    yield from (_entry(control) for control in group.shared if control.value.strip())


def _head(row: Sequence[Control], at: int) -> str:
    """``园区1·2025年``; a row that names neither is told apart by its number."""
    parts = []
    for control in row:
        word = control.value.translate(SEPARATORS).strip()
        if word and (control.head or (control.choices and word.startswith("第"))):
            parts.append(word)
    return "·".join(parts) or f"第{at + 1}项"


def _entry(control: Control, head: str = "") -> Entry:
    key = f"{head}:{control.fact}" if head else control.fact
    return Entry(control.name, key, control.value)


def posted_of(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What a browser sent or an address holds, bounded; a bare name is that of the first row."""
    found: dict[str, str] = {}
    for name, text in pairs:
        bare = not ROW.search(name) and "@" not in name
        found[f"{name}#0" if bare else name] = text[:LONGEST].strip()
    return found
