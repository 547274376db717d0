from pathlib import Path

import pytest
import yaml

from environment.settings import DOCUMENTS
from evals.amend import AmendmentError, Edit, amended_copy

MEASURES = "longgang-fashion-measures-2024"
RATE = Edit(MEASURES, "按照实际投资额的20%进行资助", "20", "35")
DATE = Edit(MEASURES, "自2024年1月5日起施行", "2024年1月5日", "2025年12月10日")


def _strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [found for item in value.values() for found in _strings(item)]
    if isinstance(value, list):
        return [found for item in value for found in _strings(item)]
    return [value] if isinstance(value, str) else []


def test_text_and_every_excerpt_of_it_change_together(tmp_path: Path) -> None:
    root = amended_copy([RATE, DATE], tmp_path / "documents")
    text = (root / MEASURES / "text.txt").read_text(encoding="utf-8")
    assert "按照实际投资额的35%进行资助" in text
    assert "自2025年12月10日起施行" in text
    for file in root.glob("*/*.yaml"):
        found = _strings(yaml.safe_load(file.read_text(encoding="utf-8")))
        assert not [words for words in found if RATE.words in words], file
    rules = yaml.safe_load((root / MEASURES / "rules.yaml").read_text(encoding="utf-8"))
    rule = next(rule for rule in rules["rules"] if rule["id"] == "technical-renovation")
    assert rule["quote"] in text
    assert "35%" in rule["quote"]


def test_nothing_else_of_the_text_changes(tmp_path: Path) -> None:
    root = amended_copy([RATE], tmp_path / "documents")
    old = (DOCUMENTS / MEASURES / "text.txt").read_text(encoding="utf-8")
    new = (root / MEASURES / "text.txt").read_text(encoding="utf-8")
    assert new.replace("投资额的35%", "投资额的20%") == old


def test_the_same_figure_elsewhere_stays(tmp_path: Path) -> None:
    """20% is also the third year's share of platforms, which is another number of the law."""
    root = amended_copy([RATE], tmp_path / "documents")
    rules = yaml.safe_load((root / MEASURES / "rules.yaml").read_text(encoding="utf-8"))
    platform = next(rule for rule in rules["rules"] if rule["id"] == "public-platform")
    assert "20%" in platform["quote"]


def test_words_that_do_not_stand_exactly_once_are_refused(tmp_path: Path) -> None:
    with pytest.raises(AmendmentError, match="恰好一处"):
        amended_copy([Edit(MEASURES, "万元", "万", "亿")], tmp_path / "documents")
