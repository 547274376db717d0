"""What each role may do. Asked inside of every function that does it, never only by a menu."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from bot.records.members import Member, Role
from bot.serve.options import ROLES

NAMES: Final[Mapping[Role, str]] = {Role(value): name for name, value in ROLES.items()}


class Action(StrEnum):
    """What can be done on the pages of the staff, in the words that a refusal says."""

    IMPORT = "收文与发布"
    CHECK_RULES = "核对规则"
    SEE_DESK = "看问题与待办"
    WORK_DESK = "处理待办"
    TEACH_WORDS = "收下词语"
    EDIT_READING = "起草口径"
    SIGN_READING = "签署口径"
    ENTER_SERVICE = "填写办事信息"
    MAKE_CASE = "把问题存为评测题"
    SEE_FIGURES = "看统计"
    EVALUATE = "运行评测"
    MANAGE_ACCOUNTS = "管理账户"
    SEE_AUDIT = "看操作记录"


_CHECKER: Final = (
    Action.IMPORT, Action.CHECK_RULES, Action.SEE_DESK, Action.WORK_DESK, Action.TEACH_WORDS,
    Action.EDIT_READING, Action.ENTER_SERVICE, Action.MAKE_CASE, Action.SEE_FIGURES,
)  # fmt: skip
_SIGNER: Final = (
    Action.SEE_DESK, Action.WORK_DESK, Action.EDIT_READING, Action.SIGN_READING,
    Action.CHECK_RULES, Action.ENTER_SERVICE, Action.MAKE_CASE, Action.SEE_FIGURES,
)  # fmt: skip
_EVALUATOR: Final = (Action.SEE_DESK, Action.MAKE_CASE, Action.SEE_FIGURES, Action.EVALUATE)
_ADMIN: Final = (
    Action.MANAGE_ACCOUNTS, Action.SEE_AUDIT, Action.SEE_FIGURES,
    Action.IMPORT,
)  # fmt: skip
ALLOWED: Final[Mapping[Role, frozenset[Action]]] = {
    Role.CHECKER: frozenset(_CHECKER),
    Role.SIGNER: frozenset(_SIGNER),
    Role.EVALUATOR: frozenset(_EVALUATOR),
    Role.ADMIN: frozenset(_ADMIN),
}


def may(member: Member, action: Action) -> bool:
    """Whether one of somebody's roles allows it."""
    return not member.off and any(action in ALLOWED[role] for role in member.roles)


def roles_in_words(member: Member) -> str:
    """``核对、签署``."""
    return "、".join(name for role, name in NAMES.items() if role in member.roles)
