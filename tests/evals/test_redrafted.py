"""The rules that people wrote for the base texts, drafted anew from the texts alone."""

from __future__ import annotations

import pytest

from corpus.collection import Collection
from evals.__main__ import main
from evals.redrafted import redrafted

ALIKE = {"technical-renovation", "digital-transformation", "booth-fee"}


def test_no_draft_comes_to_another_amount_than_people_wrote() -> None:
    found = redrafted(Collection.load())
    assert not [line for one in found for line in one.differences if line.startswith("金额")]
    assert {one.rule.id for one in found if one.draft and not one.differences} >= ALIKE
    assert all(one.figures > 4 for one in found if one.draft)


def test_every_difference_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["redrafted"]) == 0
    out = capsys.readouterr().out
    assert "起草没有绑定“达4亿元及以上”" in out
    assert out.count("未起草　") + out.count("不同（") + out.count("一致（") == len(
        redrafted(Collection.load())
    )
