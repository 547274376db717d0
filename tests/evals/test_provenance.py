import pytest

from evals.provenance import unfounded

GROUNDS = (
    "去年技改投了350万",
    "按照实际投资额的20%进行资助，最高500万元",
    "700000元",
    "自2024年1月5日起施行，有效期三年",
)


@pytest.mark.parametrize(
    "answer",
    [
        "可获资助70万元（350万元×20%）。",
        "最高5,000,000元[1]",
        "1. 有效期3年，自2024-01-05起",
        "2024年起施行",
    ],
)
def test_a_figure_in_another_form_has_provenance(answer: str) -> None:
    assert unfounded(answer, GROUNDS) == ()


@pytest.mark.parametrize(
    ("answer", "figures"),
    [
        ("可获80万元", ("800000",)),
        ("按30%资助", ("P30",)),
        ("自2024年1月6日起", ("D2024-1-6",)),
        ("每年评10名", ("10",)),
        ("每年评二十名", ("20",)),
        ("电话 0755-1234", ("1234", "755")),
    ],
)
def test_a_figure_that_nothing_holds_is_reported(answer: str, figures: tuple[str, ...]) -> None:
    assert unfounded(answer, GROUNDS) == figures


def test_figures_do_not_grow_together_across_lines() -> None:
    assert unfounded("共12名", ("第1\n2行",)) == ("12",)


def test_one_as_an_article_is_no_figure() -> None:
    assert unfounded("没有写这一项，属于一次性奖励", ()) == ()
