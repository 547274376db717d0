"""Grams and BM25: the numbers, and that batches change nothing."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

import pytest

import index.lexical
from index.grams import gram_keys, gram_text, normalise
from index.lexical import K1, B, build_lexical
from index.passage import Passage

Make = Callable[..., Passage]


def _grams(text: str) -> set[str]:
    return {gram_text(key) for key in gram_keys([text])[0].tolist()}


def test_chinese_text_becomes_its_characters_and_pairs() -> None:
    assert _grams("展位费") == {"展", "位", "费", "展位", "位费"}


def test_a_pair_never_crosses_punctuation() -> None:
    assert "费补" not in _grams("展位费，补贴")


def test_a_latin_run_is_one_symbol_whatever_its_width_or_case() -> None:
    assert gram_keys(["ＥＲＰ"])[0].tolist() == gram_keys(["erp"])[0].tolist()
    assert len(gram_keys(["ERP"])[0]) == 1


def test_normalising_keeps_numbers_apart() -> None:
    assert normalise("１００万元") == "100万元"
    assert set(gram_keys(["100"])[0].tolist()).isdisjoint(gram_keys(["200"])[0].tolist())


def test_scores_are_those_of_bm25(passage: Make, tmp_path: Path) -> None:
    made = [Passage(str(i), "d", "", (), text) for i, text in enumerate(("甲", "甲甲甲", "乙"))]
    lexical = build_lexical(made, tmp_path)
    key = gram_keys(["甲"])[0].tolist()[0]
    lengths = [1, 5, 1]  # 甲甲甲 holds three characters and two pairs
    idf = math.log1p((3 - 2 + 0.5) / (2 + 0.5))
    norm = K1 * (1 - B + B * lengths[1] / (sum(lengths) / 3))
    assert lexical.scores({key: 1.0})[1] == pytest.approx(idf * 3 * (K1 + 1) / (3 + norm), rel=1e-5)
    assert lexical.scores({key: 1.0})[2] == 0


def test_building_in_batches_gives_the_same_scores(
    passages: list[Passage], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = dict.fromkeys(gram_keys(["技术改造补贴"])[0].tolist(), 1.0)
    whole = build_lexical(passages, tmp_path / "whole").scores(weights)
    monkeypatch.setattr(index.lexical, "BATCH", 7)
    parts = build_lexical(passages, tmp_path / "parts").scores(weights)
    assert parts.tolist() == whole.tolist()


def test_contributions_add_up_to_the_score(passages: list[Passage], tmp_path: Path) -> None:
    lexical = build_lexical(passages, tmp_path)
    weights = dict.fromkeys(gram_keys(["展位费补贴"])[0].tolist(), 0.5)
    best = int(lexical.scores(weights).argmax())
    total = sum(lexical.contributions(weights, best).values())
    assert total == pytest.approx(float(lexical.scores(weights)[best]), rel=1e-5)
