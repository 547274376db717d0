"""Texts without cards beside the documents: none of them changes an answer to what it is not of."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from environment.settings import DOCUMENTS
from evals.neighbours import changes, put_beside
from evals.questions import Question
from evals.table import TableError

DAY = date(2026, 11, 22)
TEXTS = {
    "云水市技术改造补贴公告": [
        "一、企业技改投资额50万元以上的，按照30%补贴，最高900万元。",
        "二、参展展位费按80%补贴。",
    ],
    "海港区个体户登记指南": [
        "第一条　个体户可以申请登记。",
        "第四条　登记免收费用，三个工作日办结。",
    ],
    "若干措施问答": ["一、申报材料有申请表、发票。", "二、资金在十个工作日内到账。"],
}
ASKED = (
    "上年技改投了350万能补多少",
    "展位费花了20万能补多少",
    "第四条写了什么",
    "个体户能申请吗",
    "技改的申报材料有哪些",
    "补贴审核通过后多久能到账？",
    "有哪些补贴可以申请",
    "若干措施有效期到哪天",
    "2026年前要新增多少个总投资500万元以上的项目？",
)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, content in TEXTS.items():
        (folder / f"{name}.txt").write_text("\n".join((name, *content)), encoding="utf-8")
    return folder


def test_no_answer_changes_beside_texts_without_cards(texts: Path, tmp_path: Path) -> None:
    root = tmp_path / "documents"
    shutil.copytree(DOCUMENTS, root)
    assert put_beside(root, texts) == len(TEXTS)
    questions = [Question(text, (text,)) for text in ASKED]
    assert [str(one) for one in changes(questions, root, DAY)] == []


def test_an_answer_that_another_text_gives_is_listed(texts: Path, tmp_path: Path) -> None:
    root = tmp_path / "documents"
    shutil.copytree(DOCUMENTS, root)
    put_beside(root, texts)
    asked = Question("1", ("若干措施问答里写了申报材料有哪些",))
    (changed,) = changes([asked], root, DAY)
    assert str(changed).startswith("1 若干措施问答里写了申报材料有哪些\n  单独：")
    assert "申请表" in changed.beside.row.answer_text


def test_a_folder_without_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"没有 \.txt 文本"):
        put_beside(tmp_path, tmp_path)
