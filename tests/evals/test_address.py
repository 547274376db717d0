import pytest

from evals.address import cited_address, gold_address

MEASURES, NOTE = "longgang-fashion-measures-2024", "longgang-fashion-rules-revision-2026"


@pytest.mark.parametrize(
    ("document", "clause", "gold"),
    [
        (MEASURES, "三.(二).4", "measures:4"),
        ("《若干措施》", "三、（二）4.", "measures:4"),
        ("", "《若干措施》第4条", "measures:4"),
        ("", "《若干措施》第四条", "measures:4"),
        (MEASURES, "四.第1款", "measures:附则"),
        (MEASURES, "四、附则第2款", "measures:附则"),
        (MEASURES, "前言", "measures:前言"),
        (MEASURES, "一.(一)", "measures:一"),
        (NOTE, "三.(三).3", "revision-note:三.(三).3"),
        ("修订说明", "新增第十四条", "revision-note:三.(三).3"),
        ("修订说明", "原第十二条", "revision-note:三.(二).2"),
        ("修订说明", "新增第十二条", "revision-note:三.(三).1"),
    ],
)
def test_a_clause_is_found_in_any_usual_spelling(document: str, clause: str, gold: str) -> None:
    assert cited_address(document, clause).within(gold_address(gold))


@pytest.mark.parametrize(
    ("document", "clause", "gold"),
    [
        (MEASURES, "三.(二)", "measures:4"),
        (MEASURES, "三", "measures:4"),
        (MEASURES, "三.(四).10", "measures:1"),
        (NOTE, "三.(二).1", "revision-note:三.(三).1"),
        (NOTE, "三.(二).2", "measures:2"),
        (MEASURES, "三.(三)", "measures:一.(三)"),
        ("修订说明", "原第十二条", "revision-note:三.(三).1"),
        (MEASURES, "说明", "measures:4"),
    ],
)
def test_an_ancestor_or_another_clause_does_not_count(
    document: str, clause: str, gold: str
) -> None:
    assert not cited_address(document, clause).within(gold_address(gold))
