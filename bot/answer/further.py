"""Questions that can be tapped next, made of the names of matters."""

from __future__ import annotations

from typing import Final

AMOUNT: Final = "{}能拿多少？"
CONDITIONS: Final = "{}有什么条件？"
FILLED: Final = "{}投多少能拿满？"
UNTIL: Final = "{}什么时候到期？"
UNIT: Final = "{}由哪个部门负责？"
APPLYING: Final = "{}怎么申请？"
CHANGED: Final = "{}修订后有什么变化？"
FORMS: Final = (AMOUNT, CONDITIONS, UNTIL, UNIT, APPLYING, CHANGED)
