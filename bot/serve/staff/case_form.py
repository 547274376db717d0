"""The form of an eval case: filled from a turn, read into the shape that evals/case.py reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from bot.records.tables import TurnRecord
from bot.reply import SILENT, Status
from corpus.clause import ClauseKind
from corpus.library import ClauseNotFoundError, Library

CATEGORIES: Final[Mapping[str, str]] = {
    "lookup": "查条文", "amount": "算金额", "eligibility": "能不能享受", "version": "修订与有效期",
    "colloquial": "口语", "multiturn": "多轮", "unanswerable": "没有写的", "adversarial": "诱导",
    "staff": "工作人员问的",
}  # fmt: skip
KINDS: Final[Mapping[str, str]] = {
    "none": "不涉及金额", "exact": "正好", "at_most": "至多", "at_least": "至少",
}  # fmt: skip
ANSWER, REFUSE, ASK = "answer", "refuse", "ask"
EXPECTED: Final[Mapping[str, str]] = {
    ANSWER: "应当答出", REFUSE: "应当拒答或说未载明", ASK: "应当追问",
}  # fmt: skip
LINES: Final = 40  # of a field
_SILENT: Final = frozenset(
    one.value for one in (*SILENT, Status.OUT_OF_SCOPE, Status.NOT_HELD, Status.NOT_UNDERSTOOD)
)


FIELDS: Final = (
    "turns", "category", "expected", "gold_clauses", "amount", "amount_kind", "must_contain",
    "must_not_contain", "note",
)  # fmt: skip


class CaseFormError(ValueError):
    """What was filled in is no case; the message is Chinese, a line for each fault."""


def filled_from(turns: Sequence[TurnRecord]) -> dict[str, str]:
    """The form as the last of some turns of a conversation fills it in."""
    last = turns[-1]
    reply = last.reply
    high = [one.get("high") for one in reply.get("computations", []) if one.get("high")]
    cited = dict.fromkeys(
        f"{one['document']}:{one['clause']}" for one in reply.get("citations", []) if one
    )
    expected = ASK if last.status == Status.NEEDS_INPUT else ANSWER
    if last.status in _SILENT:
        expected = REFUSE
    one_amount = len(high) == 1 and expected == ANSWER
    return {
        "turns": "\n".join(" ".join(turn.message.split()) for turn in turns),
        "category": _category(turns, amount=one_amount),
        "expected": expected,
        "gold_clauses": "" if expected == REFUSE else "\n".join(cited),
        "amount": high[0] if one_amount else "",
        "amount_kind": "exact" if one_amount else "none",
        "must_contain": "",
        "must_not_contain": "",
        "note": "",
    }


def _category(turns: Sequence[TurnRecord], *, amount: bool) -> str:
    if turns[-1].status in _SILENT:
        return "unanswerable"
    return "multiturn" if len(turns) > 1 else "amount" if amount else "lookup"


def case_of(typed: Mapping[str, str], library: Library) -> dict[str, Any]:
    """The case that a form says, without its id.

    Raises:
        CaseFormError: something in it is not as it should be.
    """
    faults: list[str] = []
    turns = _lines(typed.get("turns", ""))
    if not turns:
        faults.append("问题：请至少写一句，一行一句。")
    expected = typed.get("expected", "")
    if expected not in EXPECTED or typed.get("category", "") not in CATEGORIES:
        faults.append("类别或应有的结果：请从列表里选。")
    clauses = _lines(typed.get("gold_clauses", ""))
    faults += _unknown(clauses, library)
    amount, kind = _amount(typed, faults)
    must = [[way.strip() for way in line.split("｜") if way.strip()]
            for line in _lines(typed.get("must_contain", "").replace("|", "｜"))]  # fmt: skip
    if expected == ANSWER and not (clauses or must or amount):
        faults.append("应当答出的题，至少要写依据条款、必须有的字、金额中的一项。")
    if faults:
        raise CaseFormError("\n".join(faults))
    return {
        "turns": turns,
        "category": typed["category"],
        "gold_clauses": [[one] for one in clauses],
        "amount_yuan": amount,
        "amount_kind": kind,
        "must_contain": [ways for ways in must if ways],
        "must_not_contain": _lines(typed.get("must_not_contain", "")),
        "answerable": expected != REFUSE,
        "needs_clarification": expected == ASK,
        "partial_ok": expected == REFUSE,  # a plain 未载明 is as good as a refusal
        "note": typed.get("note", "").strip(),
    }


def _lines(typed: str) -> list[str]:
    return [line.strip() for line in typed.splitlines() if line.strip()][:LINES]


def _unknown(clauses: Sequence[str], library: Library) -> Iterator[str]:
    for written in clauses:
        document, _, clause = written.partition(":")
        if not _held(document, clause, library):
            example = example_clause(library, document)
            yield f"依据条款“{written}”：没有这一条。请写成 文件编号:条号，如 {example}。"


def example_clause(library: Library, document: str = "") -> str:
    """A clause that there is, of the text that is meant or of the first, as a case names it."""
    held = [one for one in library.clauses() if one.kind is ClauseKind.CLAUSE]
    held.sort(key=lambda one: one.document_id != document)
    return f"{held[0].document_id}:{held[0].id}" if held else "（还没有收录文件）"


def _held(document: str, clause: str, library: Library) -> bool:
    """Whether there is such a clause, by its id or as people cite it."""
    try:
        library.clause(document, clause)
    except ClauseNotFoundError:
        try:
            return bool(clause and library.resolve(clause, document))
        except ClauseNotFoundError:
            return False
    return True


def _amount(typed: Mapping[str, str], faults: list[str]) -> tuple[str | None, str]:
    """The amount in 元, and of which kind it is."""
    words = typed.get("amount", "").strip().replace(",", "").removesuffix("元")
    kind = typed.get("amount_kind", "none")
    if kind not in KINDS:
        faults.append("金额的种类：请从列表里选。")
    if not words:
        if kind != "none":
            faults.append("金额：选了种类，请写上数额（元）。")
        return None, "none"
    try:
        amount = Decimal(words)
        if not (amount.is_finite() and 0 <= amount < Decimal("1e15")):
            raise InvalidOperation
    except InvalidOperation:
        faults.append(f"金额：“{words[:40]}”不是数。请写成元，如 700000。")
        return None, kind
    return f"{amount:f}", "exact" if kind == "none" else kind
