"""What meta.yaml says of a text beyond its dates: what it repeals and amends, whom to ask."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from corpus.collection import Collection
from corpus.document import Document
from tests.corpus.policies import write_policy

TEXT = """某市人民政府关于印发某办法的通知
2023年4月28日
某办法
第一条　对企业给予补助，企业
数以年末为准。
第二条　本办法自印发之日起施行，有效期2年。《某市旧办法》（某府〔2019〕1号）、《某市更旧
办法》同时废止。对《某市细则》作如下修改。
第三条　本办法的解释权归市商务局所有。
联系电话：0755-12345678
"""
META = """id: a
title: 某办法
short_title: 《某办法》
kind: 办法
division: '440300'
source: source.docx
dated: '2023-04-28'
spans:
  cover: 某市人民政府关于印发某办法的通知
  dated: 2023年4月28日
  validity: 自印发之日起施行，有效期2年
  interpreter: 解释权归市商务局所有
  contact: 联系电话：0755-12345678
  repeals:
  - |-
    《某市旧办法》（某府〔2019〕1号）、《某市更旧
    办法》同时废止
  amends: [对《某市细则》作如下修改]
"""


def filed(root: Path, meta: str = META) -> Document:
    write_policy(root, "a", text_txt=TEXT, meta_yaml=meta)
    for name in ("cards.yaml", "rules.yaml", "readings.yaml"):
        (root / "a" / name).unlink()
    return Collection.load(root).library.document("a")


def test_what_a_text_does_to_others_is_read_from_its_words(tmp_path: Path) -> None:
    document = filed(tmp_path)
    assert document.repeals == ("某市旧办法", "某市更旧办法")
    assert document.amends == ("某市细则",)
    assert document.cover == "某市人民政府关于印发某办法的通知"
    assert document.contact == "联系电话：0755-12345678"
    assert (document.division, document.source) == ("440300", "source.docx")
    assert document.interpreter == "市商务局"
    assert all(TEXT[span.start : span.end] == span.text for _, span in document.spans)


def test_validity_counts_from_the_day_that_the_text_prints(tmp_path: Path) -> None:
    validity = filed(tmp_path).validity
    assert validity.effective == date(2023, 4, 28)
    assert validity.last_day_latest == date(2025, 4, 28)


def test_words_of_a_list_that_stand_nowhere_are_named(tmp_path: Path) -> None:
    write_policy(tmp_path, "b")
    meta = META.replace("[对《某市细则》作如下修改]", "[对《别的细则》作如下修改]")
    write_policy(tmp_path, "a", text_txt=TEXT, meta_yaml=meta)
    [problem] = [p for p in Collection.load(tmp_path).problems if "spans.amends" in p.found]
    assert problem.line == 18
    assert "text.txt 中没有这段文字" in problem.found
