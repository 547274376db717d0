"""A sentence is chosen by what it answers, not only by the words it repeats."""

from __future__ import annotations

import pytest

from index.answering import ALWAYS, FEATURES, Answering, nearness


@pytest.mark.parametrize(
    ("question", "answer", "other"),
    [
        ("窗口一共办了多少件？", "窗口共办理320件。", "窗口办理有关事项。"),
        ("咨询电话是什么？", "咨询请拨打0755-12345678。", "咨询请到服务大厅。"),
        ("材料什么时候交？", "材料于3月15日前提交。", "材料向服务中心提交。"),
        ("展会怎么报名？", "展会报名通过网上平台申请。", "展会怎么报名？"),
        ("仓库租金减免多少？", "仓库租金减免50%。", "关于仓库租金减免的通知"),
        ("减免哪些费用？", "减免水费、电费、燃气费。", "减免费用如下："),
    ],
)
def test_of_sentences_with_the_same_words_the_one_that_answers_scores_higher(
    question: str, answer: str, other: str
) -> None:
    answering = Answering.load()
    asked = answering.asked(question)

    scores = [asked.score(answering.shape(text), 0.5, 0.0) for text in (answer, other)]

    assert scores[0] > scores[1]


def test_a_question_without_a_known_kind_still_has_one() -> None:
    assert Answering.load().kinds_of("仓库租金") == (ALWAYS,)


def test_every_weight_that_is_shipped_belongs_to_a_feature_and_every_row_to_a_kind() -> None:
    answering = Answering.load()

    assert tuple(answering.features) == FEATURES
    assert all(answering.features.values())
    rows = {ALWAYS, *(name for name, _ in answering.kinds)}
    assert all(len(answering.asked(name).fit) == len(answering.shapes) for name in rows)


def test_words_beside_the_word_of_asking_count_more_than_those_far_from_it() -> None:
    near = nearness("甲市乙区对受影响的仓库减免多少租金？", ["甲市", "租金"])

    assert near["租金"] > near["甲市"] > 0


def test_without_a_word_of_asking_all_words_count_the_same() -> None:
    assert nearness("仓库租金减免", ["仓库", "减免"]) == {"仓库": 1.0, "减免": 1.0}
