"""Characters that look right and compare wrong."""

from __future__ import annotations

import pytest

from corpus.intake.formats.folding import count_private, fold, tidy


@pytest.mark.parametrize(
    ("found", "meant"),
    [
        ("第⼆条", "第二条"),  # Kangxi radical
        ("⺠政⻔", "民政门"),  # radicals supplement, which NFKC leaves
        ("\uf914", "樂"),  # compatibility ideograph
        ("第\u200b二\ufeff条", "第二条"),
        ("oﬃce", "office"),
    ],
)
def test_what_has_one_meaning_is_folded(found: str, meant: str) -> None:
    assert fold(found) == meant


@pytest.mark.parametrize("kept", ["（一）：；，", "⑴①㈠", "元/㎡", "１２３", "℃", "\ue123"])
def test_what_is_printed_so_stays(kept: str) -> None:
    assert fold(kept) == kept


def test_white_space_becomes_single_and_leaves_the_ends() -> None:
    assert tidy("\u3000\u3000第一条\u3000 总则\u00a0\n") == "第一条 总则"


def test_characters_of_private_use_are_counted() -> None:
    assert count_private("甲\ue123乙\U000f0001") == 2
