"""To whom a rule speaks: the identity (身份) and line of business (行业) that its text names.

Both are read beside the text: the identity from the rule's own ``beneficiary``, the lines of
business from the list in ``scope.yaml``. A rule that names neither speaks to everybody.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final

from corpus.rules import Condition, Rule
from corpus.scope import Scope

FIRM: Final = "企业"
_FIRMS: Final = re.compile(r"(?:企业|公司|工厂|厂家|单位)$")
_QUOTES: Final = str.maketrans("", "", '“”"「」《》')
_LONGEST: Final = 12  # characters of an identity; what is longer is a description, not a name
OTHER: Final = "其他行业"


def identity(rule: Rule) -> str:
    """Who a rule pays: 产业园区运营方; 企业 for any kind of enterprise; "" where it says no one."""
    if rule.beneficiary is None:
        return ""
    words = rule.beneficiary.text.translate(_QUOTES).strip()
    if _FIRMS.search(words):
        return FIRM  # 时尚企业, “四上”企业: which kind of enterprise is a condition of its own
    return words if len(words) <= _LONGEST else ""


def identities(rules: Iterable[Rule]) -> tuple[str, ...]:
    """Every identity that rules name, the enterprise first."""
    found = dict.fromkeys(filter(None, map(identity, rules)))
    return tuple(sorted(found, key=lambda name: name != FIRM))


def industries(scopes: Iterable[Scope]) -> tuple[str, ...]:
    """Every line of business that texts list, as printed."""
    return tuple(dict.fromkeys(name for scope in scopes for name in scope.sectors))


def unfit(
    rule: Rule, scopes: Iterable[Scope], identities_held: Collection[str], industry: str
) -> str:
    """Why a rule does not speak to somebody, in Chinese; "" where it does or nothing is known.

    ``industry`` is one of `industries`, `OTHER`, or "" where it was not said.
    """
    who = identity(rule)
    if who and identities_held and who not in identities_held:
        return f"给{who}的"
    listed = next((s.sectors for s in scopes if s.document_id == rule.document_id), None)
    if listed and industry and industry not in listed:
        return f"列举的行业是{'、'.join(listed)}"
    return ""


def of_the_firm(rule: Rule, condition: Condition) -> bool:
    """Whether a yes/no condition is about the enterprise itself, not about the single project."""
    if condition.when is not None:
        return False
    named = rule.beneficiary is not None and condition.span.text in rule.beneficiary.text
    return condition.general or named
