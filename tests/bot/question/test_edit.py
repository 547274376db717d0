"""In a thread a message changes the account before it: sets, adds, scales, takes away."""

from __future__ import annotations

import pytest

from tests.bot.question.reading import asked, frame_of, items_of, wan

FIRST = "技改去年投了340万，能补多少"


@pytest.mark.parametrize(
    ("turns", "spent"),
    [
        (["翻一倍呢"], "680"),
        (["翻两番呢"], "1360"),
        (["减半呢"], "170"),
        (["打八折呢"], "272"),
        (["打九折呢"], "306"),
        (["再加60万呢"], "400"),
        (["再加60万", "再加100万"], "500"),
        (["还有一笔60万"], "400"),
        (["再多投三成呢"], "442"),
        (["增加60万呢"], "400"),
        (["增加到500万呢"], "500"),
        (["减少60万呢"], "280"),
        (["减到200万呢"], "200"),
        (["扣掉40万没发票的呢"], "300"),
        (["不对，是250万"], "250"),
        (["说错了，是250万"], "250"),
        (["那如果是800万呢"], "800"),
        (["再加60万呢", "一共400万"], "400"),
        (["不对，少算了60万"], "400"),
        (["写错了，多写了40万"], "300"),
        (["说错了，是250万，多说了90万"], "250"),
        (["不对，还要再加60万"], "400"),
        (["谢谢"], "340"),
        (["好的"], "340"),
    ],
)
def test_a_turn_edits_the_amount_before(turns: list[str], spent: str) -> None:
    assert (wan(FIRST, *turns), asked(FIRST, *turns)) == ([spent], "")


@pytest.mark.parametrize(
    ("turn", "question"),
    [
        ("比这多100万呢", "变动以后的金额是多少"),
        ("又买了一批设备呢", "之后的金额是多少"),
        ("60万", ""),
    ],
)
def test_a_change_without_its_size_is_asked_about(turn: str, question: str) -> None:
    assert question in asked(FIRST, turn)


@pytest.mark.parametrize(
    ("turn", "spent"),
    [("100万那条是旧的", ["150", "100"]), ("100万那条补多少", ["100"]), ("一条120万", ["120"])],
)
def test_one_of_several_amounts_said_again_drops_no_other(turn: str, spent: list[str]) -> None:
    assert wan("去年技改买了两条线，一条150万，一条100万，补多少", turn) == spent


def test_a_plan_of_no_matter_gives_way_to_what_was_spent() -> None:
    turns = ("我们四上，明年拟投6700万", "去年数字化用了50万，技改投入了1260万，总共能拿多少")
    assert sorted(wan(*turns)) == ["1260", "50"]


def test_the_fee_inside_the_cost_told_before_is_what_counts() -> None:
    turns = ("去年参加家具展花了18万", "18万里展位费是10万，其余是搭建和差旅", "展位费能补多少")
    assert wan(*turns) == ["10"]


def test_what_was_got_for_a_matter_is_kept_while_others_are_spoken_of() -> None:
    turns = ("今年已经领了15万的数字化补贴", "去年展位费交了34万", "今年数字化转型用了126万")
    assert [str(r.amount.token.text) for r in frame_of(*turns).account.received] == ["15万"]


@pytest.mark.parametrize(
    ("turns", "open_"),
    [
        (["减半呢"], True),
        (["技改去年投了160万，能补多少"], True),
        (["同样的钱花在数字化上呢"], True),
        (["不对，技改投的是160万"], False),
        (["880万与此无关"], False),
    ],
)
def test_an_amount_that_was_not_understood_stays_open(turns: list[str], open_: bool) -> None:
    assert ("没有理解" in asked(f"{FIRST}，我们蒯鲅880万", *turns)) is open_


def test_an_edit_keeps_year_and_matter() -> None:
    (item,) = items_of(FIRST, "再加60万呢")
    assert (item.year, item.topic) == (2025, "technical-renovation")
    (item,) = items_of(FIRST, "不对，是250万")
    assert (item.year, item.topic) == (2025, "technical-renovation")


def test_a_turn_can_move_the_amount_to_another_year_or_matter() -> None:
    (item,) = items_of(FIRST, "如果是今年才投的呢")
    assert item.year == 2026
    (item,) = items_of(FIRST, "同样的钱花在数字化上呢")
    assert (item.topic, int(item.low)) == ("digital-transformation", 3_400_000)


def test_a_correction_of_one_year_leaves_the_others() -> None:
    first = "平台三年分别投入160万、150万、140万，资助多少"
    amounts = {i.ordinal: int(i.low) for i in items_of(first, "第一年改成500万的话呢")}
    assert amounts == {1: 5_000_000, 2: 1_500_000, 3: 1_400_000}


def test_of_several_amounts_the_one_to_change_is_asked_for() -> None:
    first = "平台三年分别投入160万、150万、140万，资助多少"
    assert "哪一笔" in asked(first, "翻一倍呢")


def test_a_plan_behind_what_was_spent_changes_nothing() -> None:
    assert wan(FIRST, "今年打算再投900万") == ["340"]


def test_another_matter_puts_the_amounts_aside_until_all_are_asked_for() -> None:
    turns = (FIRST, "展位费花了20万能补多少")
    assert [i.topic for i in items_of(*turns)] == ["booth-fee"]
    assert [i.topic for i in items_of(*turns, "那总共呢")] == ["technical-renovation", "booth-fee"]


def test_the_only_amount_of_a_first_message_is_what_was_spent() -> None:
    assert wan("340万") == ["340"]


def test_an_amount_that_nothing_explains_is_asked_about_with_its_roles_to_tap() -> None:
    stuck = frame_of("技改投了340万，别的60万").account.stuck
    assert {s.choices for s in stuck} == {("60万计入投入", "60万要扣除", "60万与此无关")}


@pytest.mark.parametrize(
    ("reply", "spent"),
    [("60万计入投入", "400"), ("60万要扣除", "280"), ("60万与此无关", "340")],
)
def test_a_tapped_role_is_applied(reply: str, spent: str) -> None:
    turns = ("技改投了340万，别的60万，补多少", reply)
    assert (wan(*turns), asked(*turns)) == ([spent], "")


def test_an_amount_that_counts_is_changed_and_one_that_does_not_is_asked_about() -> None:
    assert wan(FIRST, "340万改成162万") == ["162"]
    first = "技改投了380万，其中50万是装修"
    assert "要改的是哪一笔" in asked(first, "50万改成20万")
    assert "要改的是哪一笔" in asked(first, "50万要扣除", "50万改成20万")


def test_an_amount_of_another_thing_replaces_nothing_by_itself() -> None:
    question = asked(FIRST, "除尘设备62万是去年做的")
    assert question == "“62万”是“340万”之外的，还是以“62万”为准？"
    assert wan(FIRST, "除尘设备62万是去年做的", "62万计入投入") == ["402"]
    assert wan(FIRST, "除尘设备62万是去年做的", "改成62万") == ["62"]
    assert wan(FIRST, "那设备62万呢") == ["62"]  # supposed, not told


def test_the_year_of_a_payment_is_not_that_of_the_spending() -> None:
    first = "去年采购智能眼镜60万"
    (item,) = items_of(first, "2024年领过188万的智能眼镜补贴，能领多少")
    assert item.year == 2025
    (moved,) = items_of(first, "能补9万对吧？那如果这笔其实是2024年投的")
    assert moved.year == 2024


def test_a_discount_is_taken_off_a_price_and_asked_about_of_what_was_spent() -> None:
    price = "去年技改标价400万，打了八五折付清"
    assert wan(price) == ["340"]
    assert wan(price, "除尘设备62万是去年做的", "62万计入投入") == ["402"]  # paid: not a plan
    assert "打折以前" in asked("去年技改花了400万，打了八五折付清")
