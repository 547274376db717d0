"""Reading a question: simplified characters, pinyin, and the terms the texts would use."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.document import Wording
from corpus.library import Library
from index.build import open_current
from index.settings import IndexSettings
from index.vocabulary import Vocabulary


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


def test_a_text_adds_wordings_of_its_own() -> None:
    own = Wording(("龙眼镜",), ("横岗眼镜",), "本地叫法")
    assert "横岗眼镜" in Vocabulary.load([own]).read("龙眼镜").terms


def test_a_search_knows_the_wordings_of_the_texts_it_searches(
    library: Library, settings: IndexSettings
) -> None:
    own = Wording(("龙眼镜",), ("横岗眼镜",), "本地叫法")
    document = replace(library.documents[0], vocabulary=(own,))
    searcher = open_current(Library([document]), settings)
    assert "横岗眼镜" in searcher.core.vocabulary.read("龙眼镜").terms
