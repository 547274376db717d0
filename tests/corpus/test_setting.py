"""What of a text tells no other case than the one a provision pays for."""

from __future__ import annotations

from corpus.drafting.setting import granted, setting


def test_sentences_that_pay_or_turn_are_no_setting() -> None:
    text = "一、申请人到窗口办理。\n二、租赁房屋举办的减半。\n三、博士补贴5万元。\n四、硕士不适用。"
    assert setting(text) == "一、申请人到窗口办理"


def test_a_bound_is_no_turn() -> None:
    assert "不少于50张" in setting("床位不少于50张的养老机构可以申报。")


def test_what_a_provision_excepts_is_not_what_it_grants() -> None:
    kept = granted("对报废旧车的给予补贴（出租车、营运车辆除外）")
    assert "旧车" in kept
    assert "出租车" not in kept
