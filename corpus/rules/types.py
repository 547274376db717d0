"""The types of formulas: those of inputs and bound words, and what functions take and give."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from corpus.rules.model import THRESHOLDS, InputType, Role


class Type(StrEnum):
    """The type of an expression, in Chinese for messages."""

    MONEY = "金额"
    COUNT = "数量"
    RATE = "比例"
    UNIT_AMOUNT = "单位金额"
    YEAR = "年次"
    DATE = "日期"
    BOOL = "是否"
    CHOICE = "选项"
    SEQUENCE = "依次的数"
    CAP = "上限"
    FLOOR = "下限"
    QUOTA = "限量"
    DURATION = "期限"
    PERIOD = "起止日期"
    TABLE = "分档"
    KINDS = "分类"
    THRESHOLD = "门槛"
    FORMER = "原有内容"


OF_INPUT = {
    InputType.MONEY: Type.MONEY,
    InputType.COUNT: Type.COUNT,
    InputType.BOOL: Type.BOOL,
    InputType.CHOICE: Type.CHOICE,
    InputType.YEAR: Type.YEAR,
    InputType.DATE: Type.DATE,
}
OF_ROLE = {
    **dict.fromkeys(THRESHOLDS, Type.THRESHOLD),
    **dict.fromkeys((Role.RATE, Role.RATE_CEILING, Role.RATE_FLOOR, Role.RATE_RANGE), Type.RATE),
    Role.SEQUENCE: Type.SEQUENCE,
    Role.CAP: Type.CAP,
    Role.FLOOR: Type.FLOOR,
    **dict.fromkeys(
        (Role.UNIT_AMOUNT, Role.UNIT_CEILING, Role.UNIT_FLOOR, Role.UNIT_RANGE), Type.UNIT_AMOUNT
    ),
    Role.QUOTA: Type.QUOTA,
    **dict.fromkeys(
        (Role.FIXED, Role.FIXED_CEILING, Role.FIXED_FLOOR, Role.FIXED_RANGE), Type.MONEY
    ),
    Role.KINDS: Type.KINDS,
    Role.DURATION: Type.DURATION,
    Role.PERIOD: Type.PERIOD,
    Role.TABLE: Type.TABLE,
    Role.STEPS: Type.TABLE,
    Role.FORMER: Type.FORMER,
}
TIER_MODES = ("whole", "marginal")
_M, _C = Type.MONEY, Type.COUNT
SIGNATURES: Mapping[str, tuple[tuple[tuple[Type, ...], Type], ...]] = {
    "cap": (((_M, Type.CAP), _M), ((_M, _M), _M)),
    "floor": (((_M, Type.FLOOR), _M),),
    "pick": tuple(
        (pair, Type.RATE)
        for pair in (
            (Type.SEQUENCE, Type.YEAR),
            (Type.SEQUENCE, Type.CHOICE),
            (Type.KINDS, Type.CHOICE),
        )
    ),
    "lesser": (((_M, _M), _M), ((_C, Type.QUOTA), _C)),
    "greater": (((_M, _M), _M),),
    "fixed": (((_M,), _M),),
    "excess": (((_M, Type.THRESHOLD), _M), ((_M, _M), _M)),
    "growth": (((_M, _M), Type.RATE), ((_C, _C), Type.RATE)),
    "during": (((Type.DATE, Type.PERIOD), Type.BOOL),),
}
