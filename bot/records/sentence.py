"""A run in one sentence, as a superior reads it; from the figures alone."""

from __future__ import annotations

from typing import Final

from bot.records.comparison import Comparison
from bot.records.summary import Summary

EMPTY: Final = "没有题目。"
NOTHING_SHARED: Final = "两次没有相同的题目，不能比较。"


def sentence(summary: Summary, since: Comparison | None = None) -> str:
    """``517 题中答对 511 题（98.8%），比上次少 1 题；金额题全部正确。``

    ``since`` is the comparison with the run before, whose second half this run is.
    """
    overall = summary.measures["overall"]
    if overall.share is None:
        return EMPTY
    told = f"{overall.total} 题中答对 {overall.good} 题（{_percent(overall.share)}）"
    parts = [told + (f"，{_since(since)}" if since is not None else "")]
    amount = summary.measures["amount"]
    if amount.total and amount.good == amount.total:
        parts.append("金额题全部正确")
    elif amount.total:
        parts.append(f"金额题 {amount.total} 题中 {amount.total - amount.good} 题金额不对")
    return "；".join(parts) + "。"


def compared(found: Comparison) -> str:
    """``两次相同的 517 题中，前一次答对 510 题，后一次答对 511 题，多 1 题。新答对 1 题……``"""
    if not found.shared:
        return NOTHING_SHARED
    before, after = found.before.measures["overall"].good, found.after.measures["overall"].good
    moved = f"多 {after - before} 题" if after > before else f"少 {before - after} 题"
    return (
        f"两次相同的 {len(found.shared)} 题中，前一次答对 {before} 题，后一次答对 {after} 题，"
        f"{moved if after != before else '一样多'}。"
        f"新答对 {len(found.newly_right)} 题，新答错 {len(found.newly_wrong)} 题。"
    )


def _since(since: Comparison) -> str:
    if not since.shared:
        return "与上次没有相同的题目，不作比较"
    count = len(since.newly_right) - len(since.newly_wrong)
    moved = f"多 {count} 题" if count > 0 else f"少 {-count} 题"
    if since.same_set:
        return f"比上次{moved}" if count else "与上次一样多"
    held = f"与上次相同的 {len(since.shared)} 题中"
    return f"{held}答对的比上次{moved}" if count else f"{held}答对的与上次一样多"


def _percent(share: float) -> str:
    """To a tenth, never rounded up to 100 % nor down to 0 %."""
    shown = f"{share:.1%}"
    if share < 1 and shown == "100.0%":
        return "99.9%"
    return "0.1%" if share > 0 and shown == "0.0%" else shown
