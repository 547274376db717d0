"""The shapes that the YAML files beside a text have, and what does not fit them, in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Final, TypeVar, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import ErrorDetails

from corpus.problem import DataError, shown
from corpus.yamlfile import Place

T = TypeVar("T")
Words = Annotated[str, StringConstraints(pattern=r"\S")]
Several = Annotated[tuple[Words, ...], Strict(False)]
Quotes = Annotated[tuple[Words, ...], Strict(False), Field(min_length=1)]

_LIST: Final = ("列表", "请写成方括号，如 [甲, 乙]，或每项一行、以“- ”打头")
_PAIRS: Final = ("“字段: 值”", "请一行写一个字段")
_TEXT: Final = "文字"
# How the type of an error begins → what was wanted, what to do.
_KINDS: Final = (
    ("string", (_TEXT, "请改成一段文字")), ("list", _LIST), ("tuple", _LIST), ("dict", _PAIRS),
    ("model", _PAIRS), ("bool", ("true 或 false", "请改成两者之一，不加引号")),
    ("int", ("整数", "请改成不加引号的数字")),
    ("greater_than", ("1949 到 2100 之间的年份", "请照正文改正")),
    ("less_than", ("1949 到 2100 之间的年份", "请照正文改正")),
)  # fmt: skip
_OTHER: Final = ("别的写法", "请对照别的文件夹里的同名文件改正")
_FILL: Final = "请填上内容，没有的请删去这一项"


class Shape(BaseModel):
    """One entry of a YAML file: no unknown fields, nothing converted."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def conform(kind: type[T], content: object) -> T:
    """The content as that shape. Raises pydantic.ValidationError; see `misfits`."""
    return TypeAdapter(kind).validate_python(content)


def misfits(kind: type[Any], error: ValidationError) -> Iterator[tuple[Place, DataError]]:
    """Everything that does not fit a shape, each with the place where it stands."""
    for detail in error.errors(include_url=False):
        place = tuple(step for step in detail["loc"] if step != "[key]")
        yield place, _misfit(kind, place, detail)


def _misfit(kind: type[Any], place: Place, detail: ErrorDetails) -> DataError:
    said, value = detail["type"], detail["input"]
    if said == "missing":
        return DataError(f"{_called(place[:-1])}缺少“{place[-1]}”", f"请补上“{place[-1]}: …”")
    if said == "extra_forbidden":
        known = "、".join(_fields(kind, place[:-1]))
        found = f"{_called(place[:-1])}有不认识的字段{shown(place[-1])}"
        return DataError(found, f"请删去，或改成其中之一：{known}")
    if detail["loc"][-1:] == ("[key]",) and said == "literal_error":
        found = f"{_called(place[:-1])}有不认识的字段{shown(value)}"
        return DataError(found, f"请删去，或改成其中之一：{_expected(detail)}")
    if said in ("enum", "literal_error"):
        found = f"{_called(place)}是{shown(value)}"
        return DataError(found, f"应是其中之一：{_expected(detail)}")
    if value is None or said in ("string_pattern_mismatch", "too_short"):
        return DataError(f"{_called(place)}是空的", _FILL)
    wanted, mend = next((words for start, words in _KINDS if said.startswith(start)), _OTHER)
    if wanted == _TEXT and isinstance(value, bool | int | Decimal):
        mend = "请在它两边加上引号"
    return DataError(f"{_called(place) or '整个文件'}应是{wanted}，现在是{_now(value)}", mend)


def _expected(detail: ErrorDetails) -> str:
    return "、".join(re.findall(r"'([^']*)'", detail["ctx"]["expected"]))


def _called(place: Place) -> str:
    """How a place is called, “第2项 › grounds › 第1项”; empty for the whole file."""
    steps = (f"第{step + 1}项" if isinstance(step, int) else step for step in place)
    return f"“{' › '.join(steps)}”" if place else ""


def _now(value: object) -> str:
    if isinstance(value, list):
        return _LIST[0]
    if isinstance(value, dict):
        return _PAIRS[0]
    return shown(str(value).lower() if isinstance(value, bool) else value)


def _fields(kind: Any, place: Place) -> list[str]:  # noqa: ANN401 -- a type, or what stands for one
    """The fields that a shape has at a place."""
    for step in place:
        kind = _bare(kind)
        if isinstance(step, str) and hasattr(kind, "model_fields"):
            named = {field.alias or name: field for name, field in kind.model_fields.items()}
            kind = named[step].annotation
        else:
            kind = get_args(kind)[isinstance(step, str)]
    shapes = [kind for kind in (_bare(kind),) if hasattr(kind, "model_fields")]
    return [field.alias or name for shape in shapes for name, field in shape.model_fields.items()]


def _bare(kind: Any) -> Any:  # noqa: ANN401 -- a type, or what stands for one
    """A type without what is annotated to it and without “or None”."""
    while not hasattr(kind, "model_fields") and hasattr(kind, "__metadata__"):
        kind = get_args(kind)[0]
    given = [one for one in get_args(kind) if one is not type(None)]
    optional = type(None) in get_args(kind)
    return _bare(given[0]) if optional else kind
