"""Addresses in every usual spelling, alone and inside a question."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import islice

import pytest

from corpus.address import Part, parse_address
from corpus.clause import Clause
from corpus.collection import Collection
from corpus.document import Document, DocumentKind
from corpus.library import Library
from corpus.shelf import Shelf

MEASURES, NOTE = "longgang-fashion-measures-2024", "longgang-fashion-rules-revision-2026"


@pytest.fixture(scope="module")
def library() -> Library:
    return Collection.load().library


def keys(clauses: tuple[Clause, ...]) -> list[str]:
    short = {MEASURES: "measures", NOTE: "note"}
    return [f"{short.get(c.document_id, c.document_id)}:{c.id}" for c in clauses]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("三.4", ["measures:三.(二).4"]),
        ("三.(二).4", ["measures:三.(二).4"]),
        ("三、（二）4", ["measures:三.(二).4"]),
        ("三（二）4.", ["measures:三.(二).4"]),
        ("三、(二)4", ["measures:三.(二).4"]),
        ("三、（二）第4项", ["measures:三.(二).4"]),
        ("第4条", ["measures:三.(二).4"]),
        ("第四条", ["measures:三.(二).4"]),
        ("第４条", ["measures:三.(二).4"]),
        ("第4项", ["measures:三.(二).4"]),
        ("4", ["measures:三.(二).4"]),
        ("若干措施第十条", ["measures:三.(四).10"]),
        ("《若干措施》第10条", ["measures:三.(四).10"]),
        ("若干措施第12条", ["measures:三.(五).12"]),
        (f"{MEASURES}#三.(二).4", ["measures:三.(二).4"]),
        ("附则", ["measures:四"]),
        ("附则第2款", ["measures:四.第2款"]),
        ("四、附则第1款", ["measures:四.第1款"]),
        ("若干措施四.第3款", ["measures:四.第3款"]),
        ("若干措施前言", ["measures:前言"]),
        ("前言", ["measures:前言", "note:前言"]),
        ("若干措施一、（一）", ["measures:一.(一)"]),
        ("若干措施第三部分", ["measures:三"]),
        ("若干措施第三条第（二）项", ["measures:三.(二)"]),
        ("修订说明三、（三）1", ["note:三.(三).1"]),
        ("修订说明3、（三）1", ["note:三.(三).1"]),
        ("原第九条", ["note:三.(二).1"]),
        ("原实施细则第九条", ["note:三.(二).1"]),
        ("原第十二条", ["note:三.(二).2"]),
        ("新增第十二条", ["note:三.(三).1"]),
        ("新增的第十三条", ["note:三.(三).2"]),
        ("修订条款说明里新增的第三条", ["note:三.(三).3"]),
        ("删除的第十一条", ["note:三.(一).2"]),
        ("修改的第二条", ["note:三.(二).2"]),
        ("修订说明第十四条", ["note:三.(三).3"]),
        ("第十二条", ["measures:三.(五).12", "note:三.(二).2", "note:三.(三).1"]),
        ("三、（一）1", ["measures:三.(一).1", "note:三.(一).1"]),
        ("第99条", []),
        ("三.(二).99", []),
        ("随便什么", []),
        ("", []),
    ],
)
def test_an_address_finds_every_clause_it_can_mean(
    library: Library, address: str, expected: list[str]
) -> None:
    assert keys(library.resolve(address)) == expected


def test_a_document_given_beside_the_address_narrows_it(library: Library) -> None:
    assert keys(library.resolve("第十条", NOTE)) == ["note:三.(一).1"]
    assert keys(library.resolve("第十条", MEASURES)) == ["measures:三.(四).10"]


def test_every_canonical_id_finds_its_own_clause_alone(library: Library) -> None:
    for clause in library.clauses():
        assert library.resolve(clause.id, clause.document_id) == (clause,)
        assert library.resolve(clause.key) == (clause,)


def test_every_label_finds_its_clause(library: Library) -> None:
    for clause in library.clauses():
        if not clause.id.startswith("残留"):
            assert clause in library.resolve(clause.label, clause.document_id), clause.label


ARTICLES = """第一章 总则
第一条 为了规范管理，制定本办法。
第二条 本办法所称企业，应当符合下列条件：
（一）在本市登记；
（二）信用良好。
分支机构适用本办法。
第二章 标准
第三条 资助按下列标准执行。
"""


@pytest.fixture(scope="module")
def articles() -> Library:
    document = Document(
        "act", "某办法", DocumentKind.MEASURES, ARTICLES, "", "《某办法》", ("办法",)
    )
    return Library([document])


@pytest.fixture(scope="module")
def code() -> Library:
    text = "第四条 甲。\n第五条至第七条（废止）\n第八条 乙。\n第一千条 丙。\n第一千零二条 丁。\n"
    document = Document("code", "某法", DocumentKind.MEASURES, text, "", "《某法》", ())
    return Library([document])


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("第一千零二条", ["code:第1002条"]),
        ("第1002条", ["code:第1002条"]),
        ("某法第一千条", ["code:第1000条"]),
        ("第五条", ["code:第5条至第7条"]),
        ("第六条", ["code:第5条至第7条"]),
        ("第7条", ["code:第5条至第7条"]),
        ("第九条", []),
    ],
)
def test_articles_above_999_and_inside_a_repealed_range_are_found(
    code: Library, address: str, expected: list[str]
) -> None:
    assert keys(code.resolve(address)) == expected


def test_an_article_above_999_is_spotted_in_a_question(code: Library) -> None:
    found = code.find_addresses("第一千零二条和第1000条怎么理解")
    assert [(m.text, keys(c)) for m, c in found.items()] == [
        ("第一千零二条", ["code:第1002条"]),
        ("第1000条", ["code:第1000条"]),
    ]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("第二条", ["act:第2条"]),
        ("第2条", ["act:第2条"]),
        ("第二条第一款", ["act:第2条"]),
        ("第二条第二款", ["act:第2条.第2款"]),
        ("第二条第（二）项", ["act:第2条.(二)"]),
        ("第二条第二项", ["act:第2条.(二)"]),
        ("第二条第一款第（二）项", ["act:第2条.(二)"]),
        ("第一章第二条", ["act:第2条"]),
        ("第二章第二条", []),
        ("第二章", ["act:第2章"]),
        ("办法第三条", ["act:第3条"]),
        ("第三条第二款", []),
    ],
)
def test_articles_paragraphs_and_items_are_found(
    articles: Library, address: str, expected: list[str]
) -> None:
    assert keys(articles.resolve(address)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("第6条平台资助怎么算？", [("第6条", ["measures:三.(三).6"])]),
        ("修订说明里新增的第三条是什么", [("修订说明里新增的第三条", ["note:三.(三).3"])]),
        ("三、（二）第4项说的是什么", [("三、（二）第4项", ["measures:三.(二).4"])]),
        (
            "第4条和第5条的区别",
            [("第4条", ["measures:三.(二).4"]), ("第5条", ["measures:三.(二).5"])],
        ),
        (
            "第4、5条分别补多少",
            [("第4、5条", ["measures:三.(二).4"]), ("第4、5条", ["measures:三.(二).5"])],
        ),
        ("原第九条为什么要修改？", [("原第九条", ["note:三.(二).1"])]),
        ("《若干措施》第十条补多少", [("《若干措施》第十条", ["measures:三.(四).10"])]),
        ("若干措施里，第十二条讲什么", [("若干措施里，第十二条", ["measures:三.(五).12"])]),
        (
            "请问修订说明的内容，特别是第十二条",
            [("第十二条", ["note:三.(二).2", "note:三.(三).1"])],
        ),
        ("附则第2款怎么理解", [("附则第2款", ["measures:四.第2款"])]),
        ("三、（二）4万元够吗", [("三、（二）", ["measures:三.(二)", "note:三.(二)"])]),
        ("我有第3条生产线，投了4.5万元，第一批能补吗？", []),
        ("我们第二年投资300万，能补多少", []),
        ("", []),
    ],
)
def test_addresses_are_spotted_in_a_question(
    library: Library, question: str, expected: list[tuple[str, list[str]]]
) -> None:
    found = library.find_addresses(question)
    assert [(match.text, keys(clauses)) for match, clauses in found.items()] == expected
    for match in found:
        assert question[match.start : match.end] == match.text
    assert list(library.addressed(question)) == [c for clauses in found.values() for c in clauses]


def test_of_a_number_that_every_text_has_only_the_texts_wanted_are_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "第一条　甲。\n第二条　乙。\n"
    documents = [
        Document(f"t{n}", f"甲{n}号规定", DocumentKind.OTHER, text, "", f"《甲{n}》")
        for n in range(50)
    ]
    library = Library(documents)
    looked_at: list[str] = []

    def look(clauses: Sequence[Clause]) -> Shelf:
        looked_at.append(clauses[0].document_id)
        return Shelf(clauses)

    monkeypatch.setattr("corpus.library.Shelf", look)
    first = list(islice(library.addressed("第二条怎么说"), 3))
    assert [clause.key for clause in first] == [f"t{n}#第2条" for n in range(3)]
    assert looked_at == ["t0", "t1", "t2"]


def test_an_address_is_read_into_steps() -> None:
    address = parse_address("某办法第三条第（二）项", ["某办法"])
    assert address is not None
    assert address.document == "某办法"
    assert [(step.part, step.number) for step in address.steps] == [
        (Part.ARTICLE, 3),
        (Part.ITEM, 2),
    ]


def test_what_is_no_address_reads_as_none() -> None:
    assert parse_address("技改能补多少") is None
    assert parse_address("第三条讲的是什么内容") is None


@pytest.mark.parametrize(
    "piece", ["第1条", "一.", "三、（二）4", "若干措施的", "原的", "第", "（一）"]
)
def test_a_question_of_100000_characters_is_searched_within_seconds(
    library: Library, piece: str
) -> None:
    text = piece * (100_000 // len(piece))
    begin = time.perf_counter()
    assert len(library.find_addresses(text)) <= 50
    library.resolve(text)
    assert time.perf_counter() - begin < 10
