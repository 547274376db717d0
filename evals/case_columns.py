"""The columns of a file of cases: what each is called, how a cell of it is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from evals.address import gold_address
from evals.questions import FieldError, sound
from evals.wording import canonical

_YES: Final = frozenset({"是", "真", "对", "有", "1", "true", "yes", "y", "√"})
_NO: Final = frozenset({"否", "假", "无", "0", "false", "no", "n", "×"})
_KINDS: Final[Mapping[str, str]] = {
    "确定": "exact", "至多": "at_most", "至少": "at_least", "逐年": "per_year list", "无": "none",
    "区间": "range", "反算": "reverse", "为零": "zero", "追问": "ask",
}  # fmt: skip
_STATES: Final[Mapping[str, str]] = {
    "有效": "in_force", "届满": "expired", "新增": "new", "删除": "deleted",
}  # fmt: skip
_ITEM: Final = re.compile(r"[；\n]")
_AMOUNT: Final = re.compile(r"⟦(\d+(?:\.\d+)?)⟧")
_CLAUSE: Final = "应写明文件和条款"
CLAUSES: Final = "gold_clauses"  # the field that names them


# Each reads a cell, or a value of JSON, and raises FieldError with what was expected.


def _words(value: Any) -> str:  # noqa: ANN401 - a cell or JSON
    if not isinstance(value, str) or not value.strip():
        raise FieldError("应是文字")
    return sound("文字", value.strip())


def _bool(value: Any) -> bool:  # noqa: ANN401
    if isinstance(value, bool):
        return value
    word = str(value).strip().casefold()
    if word not in _YES | _NO:
        raise FieldError("应是“是”或“否”")
    return word in _YES


def _not(value: Any) -> bool:  # noqa: ANN401
    return not _bool(value)


def _amount(value: Any) -> Decimal:  # noqa: ANN401
    """In 元: 360000, 360,000, 36万, 36万元."""
    written = "" if isinstance(value, bool) else str(value).strip()
    try:
        amount = Decimal(re.sub(r"[,，元\s]", "", written))
    except InvalidOperation:
        marked = _AMOUNT.fullmatch(canonical(written))
        amount = Decimal(marked[1]) if marked else Decimal(-1)
    if not amount.is_finite() or amount < 0:
        raise FieldError("应是一个金额，单位元，如 360000 或 36万元")
    return amount


def _amounts(value: Any) -> tuple[Decimal, ...]:  # noqa: ANN401
    return tuple(map(_amount, _items(value)))


def _texts(value: Any) -> tuple[str, ...]:  # noqa: ANN401
    return tuple(map(_phrase, _items(value)))


def _groups(value: Any) -> tuple[tuple[str, ...], ...]:  # noqa: ANN401
    """What must all be there, each in any one of its spellings."""
    found = []
    for item in _items(value):
        if isinstance(item, str):
            expression = item.startswith("re:") or isinstance(value, list)  # | is part of it
            found.append((_phrase(item),) if expression else tuple(map(_phrase, item.split("|"))))
        else:
            found.append(tuple(map(_phrase, _items(item))))
    return tuple(found)


def _clauses(value: Any) -> tuple[tuple[str, ...], ...]:  # noqa: ANN401
    groups = _groups(value)
    for address in (address for group in groups for address in group):
        read = gold_address(address)
        if not read.document or not read.steps:
            raise FieldError(_CLAUSE)
    return groups


def _phrase(value: Any) -> str:  # noqa: ANN401
    phrase = _words(value)
    if phrase.startswith("re:"):
        try:
            re.compile(phrase[3:])
        except re.error as error:
            raise FieldError(f"re: 之后不是正则表达式（{error}）") from None
    return phrase


def _items(value: Any) -> list[Any]:  # noqa: ANN401
    if isinstance(value, list):
        return value
    if not isinstance(value, str):
        raise FieldError("应是列表，或一行一项的文字")
    return [item.strip() for item in _ITEM.split(value) if item.strip()]


def _one_of(names: Mapping[str, str]) -> Callable[[Any], str]:
    def read(value: Any) -> str:  # noqa: ANN401
        word = names.get(str(value), str(value))
        if word not in names.values():
            raise FieldError(f"应是 {'、'.join(names)} 之一")
        return word

    return read


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its Chinese titles, the field of a case, how a cell is read, what to write."""

    titles: tuple[str, ...]
    field: str
    read: Callable[[Any], Any] | None  # None: id and turns, as a file of questions has them
    meaning: str

    @property
    def title(self) -> str:
        """How it is called first."""
        return self.titles[0]


COLUMNS: Final = (
    Column(("编号",), "id", None, "不重复的文字或整数；不写用行号"),
    Column(("问题",), "question", None, "一个问题；与“对话”二选一"),
    Column(("对话",), "turns", None, "几轮提问，一行一句，判最后一句的答复"),
    Column(("类别",), "category", _words, "自己取的名字，报告按它分列"),
    Column(("应引条款", "条款"), CLAUSES, _clauses,
           "都要引用到，一行一条，任一即可的用 | 隔开：measures:4｜《若干措施》第4条"),
    Column(("应得金额（元）", "应得金额", "金额"), "amount_yuan", _amount, "360000 或 36万元"),
    Column(("金额也可",), "amount_any_of", _amounts, "也算对的金额，一行一个"),
    Column(("逐年金额",), "amount_per_year", _amounts, "各年各多少，一行一个"),
    Column(("金额性质",), "amount_kind", _one_of(_KINDS), "、".join(_KINDS)),
    Column(("金额可不答",), "amount_optional", _bool, "是：不说金额也算对"),
    Column(("不看金额",), "amount_free", _bool, "是：不判金额"),
    Column(("要点",), "must_contain", _groups, "都要出现，一行一项，说法任一即可的用 | 隔开"),
    Column(("不得出现",), "must_not_contain", _texts, "一行一项"),
    Column(("应拒答",), "answerable", _not,
           "是：没有依据，应当说明而不作答；英文列 answerable 写法相反"),
    Column(("应追问",), "needs_clarification", _bool, "是：缺少事实，应当反问"),
    Column(("未载明即可",), "partial_ok", _bool, "是：说明“未载明”也算拒答"),
    Column(("可拒可答",), "refused_ok", _bool, "是：拒不拒答都算对"),
    Column(("可问可答",), "ask_ok", _bool, "是：反不反问都算对"),
    Column(("条款状态",), "expected_status", _one_of(_STATES), "、".join(_STATES)),
    Column(("说明", "备注"), "note", _words, "为什么这样才对"),
)  # fmt: skip


def key(name: str) -> str:
    """A header as it is looked up."""
    return name.strip().casefold().replace("(", "（").replace(")", "）")


# A Chinese title says 应拒答 where the English field says answerable.
FIELDS: Final[Mapping[str, Column]] = {
    **{key(title): column for column in COLUMNS for title in column.titles},
    **{column.field: column for column in COLUMNS},
    "answerable": Column(("可以回答",), "answerable", _bool, ""),
}
