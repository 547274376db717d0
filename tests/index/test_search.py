"""What a search finds, in which order, and why."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.library import Library
from environment.settings import BUNDLED_MODEL
from index.build import open_current
from index.fusion import FEATURES
from index.ranking import rank
from index.retriever import ClauseRetriever
from index.search import Searcher
from index.settings import IndexSettings

MEASURES = "longgang-fashion-measures-2024"
NOTE = "longgang-fashion-rules-revision-2026"


@pytest.fixture(scope="module")
def searcher(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    root: Path = tmp_path_factory.mktemp("index")
    return open_current(library, IndexSettings(root, str(BUNDLED_MODEL)))


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("上一年度技术改造投资额100万元以上怎么资助", f"{MEASURES}#三.(二).4"),
        ("公司注册在外地能申请吗", f"{MEASURES}#四.第1款"),
        ("去国外摆摊，摊位费能不能报？", f"{MEASURES}#三.(四).9"),
        ("有人仿冒我们的产品", f"{MEASURES}#三.(五).13"),
        ("數碼化轉型有冇補貼", f"{MEASURES}#三.(二).5"),
        ("四上企业做shuzihua补贴多少", f"{MEASURES}#三.(二).5"),
        ("采购智能眼镜给员工用", f"{NOTE}#三.(三).3"),
    ],
)
def test_everyday_words_find_the_clause_first(searcher: Searcher, question: str, key: str) -> None:
    assert searcher.search(question)[0].clause.key == key


def test_an_address_is_looked_up_and_not_guessed(searcher: Searcher) -> None:
    first = searcher.explain("若干措施第4条写了什么")[0]
    assert first.addressed
    assert first.hit.clause.key == f"{MEASURES}#三.(二).4"


def test_a_document_filter_lets_nothing_else_through(searcher: Searcher) -> None:
    hits = searcher.search("技术改造资助", k=40, documents=[NOTE])
    assert {hit.clause.document_id for hit in hits} == {NOTE}


def test_an_empty_filter_finds_nothing(searcher: Searcher) -> None:
    assert searcher.search("技术改造资助", documents=[]) == []


def test_the_filter_ranks_the_clauses_it_keeps_as_the_whole_search_does(searcher: Searcher) -> None:
    question = "重大活动补贴上限"
    whole = [h.clause.key for h in searcher.search(question, 40) if h.clause.document_id == NOTE]
    kept = [h.clause.key for h in searcher.search(question, 40, [NOTE])]
    assert kept[0] == whole[0]


def test_a_search_gives_the_same_list_every_time(searcher: Searcher) -> None:
    runs = [[(h.clause.key, h.score) for h in searcher.search("补贴多少")] for _ in range(5)]
    assert all(run == runs[0] for run in runs)


def test_scores_fall_from_first_to_last(searcher: Searcher) -> None:
    scores = [hit.score for hit in searcher.search("数字化补贴", k=20)]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("query", ["", "   ", "？！", "\x00\x01", "😀"])
def test_a_query_without_a_readable_character_finds_nothing_certain(
    searcher: Searcher, query: str
) -> None:
    hits = searcher.search(query)
    assert searcher.confidence(query, hits) < 0.3


def test_a_hundred_thousand_characters_are_searched_without_complaint(searcher: Searcher) -> None:
    assert searcher.search("技改补贴" * 25_000)


def test_k_below_one_is_refused(searcher: Searcher) -> None:
    with pytest.raises(ValueError, match="正整数"):
        searcher.search("补贴", k=0)


def test_an_explanation_names_the_added_term_and_its_reason(searcher: Searcher) -> None:
    first = searcher.explain("摊位费能报吗")[0]
    assert ("摊位费", "展位费") in {(added.said, added.term) for added in first.added}
    assert all(added.why for added in first.added)
    assert any(gram in "展位费" for gram, _ in first.grams)


def test_what_is_stated_inspires_more_confidence_than_what_is_not(searcher: Searcher) -> None:
    stated = "技术改造投资额100万元以上资助多少"
    absent = "养猪场环评怎么做"
    high = searcher.confidence(stated, searcher.search(stated))
    assert high > 0.5 > searcher.confidence(absent, searcher.search(absent))


def test_nothing_found_gives_no_confidence(searcher: Searcher) -> None:
    assert searcher.confidence("技改", []) == 0.0


def test_langchain_gets_the_same_clauses_with_label_and_source(searcher: Searcher) -> None:
    found = ClauseRetriever(searcher=searcher, k=3).invoke("技改补多少")
    hits = searcher.search("技改补多少", 3)
    assert [document.metadata["hit"] for document in found] == hits
    assert found[0].page_content == hits[0].clause.text
    assert found[0].metadata["source"] == "《若干措施》"


def test_a_word_of_few_passages_is_rare_and_one_of_none_the_rarest(searcher: Searcher) -> None:
    often, seldom, never, mark = searcher.rarity(["企业", "眼镜", "喀纳", "！"])
    assert 0 < often < seldom < never == mark == 1
    assert searcher.rarity(["眼镜"]) == [seldom]
    assert searcher.rarity([]) == []


@pytest.mark.parametrize("question", ["技术改造怎么资助", "眼镜展位费能不能报", "投资额"])
def test_features_that_do_not_count_are_not_read_and_change_no_rank(
    searcher: Searcher, question: str
) -> None:
    core = searcher.core
    reading = core.read(question)
    every = core.candidates(reading)
    unread = [FEATURES.index(name) for name in FEATURES if name not in core.fusion.weighed]
    assert every.features[:, unread].any()
    assert not core.candidates(reading, None, core.fusion.weighed).features[:, unread].any()
    assert core.ranked(reading, 40) == rank(core.fusion, every, 40)
