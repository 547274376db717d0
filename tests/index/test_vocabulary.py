"""Reading a question: simplified characters, pinyin, and the terms the texts would use."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.vocabulary import Vocabulary, VocabularyError


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.load()


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("摊位费能不能报", "展位费"),
        ("机器换新有钱拿吗", "技术改造"),
        ("公司注册在外地", "实际经营地"),
        ("有人仿冒", "知识产权"),
        ("shuzihua", "数字化"),
        ("shu zi hua zhuan xing", "数字化转型"),
        ("攤位費", "展位费"),
        ("數碼化轉型", "数字化转型"),
        ("攞返啲錢", "补贴"),
    ],
)
def test_everyday_words_lead_to_the_terms_of_the_texts(
    vocabulary: Vocabulary, question: str, term: str
) -> None:
    assert term in vocabulary.read(question).terms


def test_every_entry_says_why(vocabulary: Vocabulary) -> None:
    assert all(entry.why.strip() and entry.say and entry.mean for entry in vocabulary.entries)


def test_a_term_that_was_said_is_not_added(vocabulary: Vocabulary) -> None:
    assert "技术改造" not in vocabulary.read("技术改造和设备更新").terms


def test_latin_letters_inside_another_word_are_no_abbreviation(vocabulary: Vocabulary) -> None:
    assert "人工智能" not in vocabulary.read("email 怎么填").terms
    assert "人工智能" in vocabulary.read("AI 怎么补").terms


def test_a_document_adds_entries_of_its_own(tmp_path: Path) -> None:
    own = tmp_path / "vocabulary.yaml"
    own.write_text("- say: [龙眼镜]\n  mean: [横岗眼镜]\n  why: 本地叫法\n", encoding="utf-8")
    assert "横岗眼镜" in Vocabulary.load(own).read("龙眼镜").terms


def test_an_entry_without_a_reason_is_refused_with_the_file_s_name(tmp_path: Path) -> None:
    own = tmp_path / "vocabulary.yaml"
    own.write_text("- say: [甲]\n  mean: [乙]\n", encoding="utf-8")
    with pytest.raises(VocabularyError, match=r"vocabulary\.yaml"):
        Vocabulary.load(own)
