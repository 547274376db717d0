"""The collection as a whole: what crosses folders, what is only noted, what is read when."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import IO, Any

import pytest

import corpus.parsed
from corpus.__main__ import main
from corpus.clause import Clause
from corpus.collection import Collection
from corpus.document import Wording
from corpus.parse import parse
from corpus.problem import CorpusError
from corpus.sayings import by_key
from tests.corpus.policies import CARDS, META, READINGS, RULES, TEXT, of, write_policy


def borrowing(document: str, quote: str = "每家企业") -> str:
    """A reading that rests on words of another text."""
    return of(READINGS, "a", ("quote: 每家企业", f"quote: {quote}, document: {document}"))


def said(collection: Collection) -> list[str]:
    return list(map(str, collection.problems))


def test_both_texts_are_sound() -> None:
    collection = Collection.load()
    assert (said(collection), collection.notes, collection.left_out) == ([], (), ())


def test_an_empty_folder_waits_for_its_first_text(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert Collection.load(tmp_path).library.documents == ()


def test_a_folder_that_holds_something_but_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "README.md").write_text("说明", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"^政策文件夹 .* 里没有文件；每份文件应是一个文件夹"):
        Collection.load(tmp_path)


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ("b", "没有文件“b”；现有：a；请改正依据所在的文件或条款。"),
        ("nowhere", "没有文件“nowhere”；现有：a；请改正依据所在的文件或条款。"),
    ],
)
def test_only_the_reading_falls_that_rests_on_a_text_left_out(
    tmp_path: Path, document: str, why: str
) -> None:
    write_policy(tmp_path, "a", readings_yaml=borrowing(document))
    write_policy(tmp_path, "b", cards_yaml="[")
    collection = Collection.load(tmp_path)
    assert said(collection)[1:] == [
        f"a/readings.yaml 第1行：口径“a-reading”未载入，它的依据找不到：{why}"
    ]
    assert collection.readings == ()
    assert list(collection.rules) == ["a-rule"]
    assert collection.left_out == ("b",)


def test_a_reading_falls_when_the_other_text_does_not_hold_its_ground(tmp_path: Path) -> None:
    write_policy(tmp_path, "a", readings_yaml=borrowing("b", "每家单位"))
    write_policy(tmp_path, "b")
    collection = Collection.load(tmp_path)
    assert said(collection) == [
        "a/readings.yaml 第1行：口径“a-reading”未载入，它的依据找不到："
        "《某办法》第二条里找不到“每家单位”；摘录必须与 text.txt 逐字一致，请对照原文改正。"
    ]
    assert [reading.id for reading in collection.readings] == ["b-reading"]
    assert collection.left_out == ()


def test_a_reading_may_rest_on_a_text_that_is_held(tmp_path: Path) -> None:
    write_policy(tmp_path, "a", readings_yaml=borrowing("b"))
    write_policy(tmp_path, "b")
    collection = Collection.load(tmp_path)
    assert said(collection) == []
    assert collection.readings[0].grounds[0].clause.document_id == "b"


def test_the_ids_of_a_folder_that_was_left_out_are_free(tmp_path: Path) -> None:
    write_policy(tmp_path, "a", meta_yaml="[")
    write_policy(tmp_path, "b", cards_yaml=of(CARDS, "a"))
    assert Collection.load(tmp_path).left_out == ("a",)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("gbk", "GBK（GB18030）"),
        ("gb18030", "GBK（GB18030）"),
        ("utf-8-sig", "带 BOM 的 UTF-8"),
        ("utf-16", "UTF-16"),
    ],
)
def test_a_text_in_another_encoding_is_read_and_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    encoding: str, name: str,
) -> None:  # fmt: skip
    windows = TEXT.replace("\n", "\r\n")
    folder = write_policy(tmp_path, "a", text_txt=windows.encode(encoding))
    cards = of(CARDS, "a").encode(encoding)
    (folder / "cards.yaml").write_bytes(cards)
    collection = Collection.load(tmp_path)
    document = collection.library.document("a")
    assert document.text == TEXT
    assert all(document.text[s.start : s.end] == s.text for _, s in document.spans)
    assert "".join(clause.text for clause in collection.library.clauses("a")) == TEXT
    expected = [
        f"a/text.txt：编码是 {name}，已照此读取；最好另存为 UTF-8。",
        f"a/cards.yaml：编码是 {name}，已照此读取；最好另存为 UTF-8。",
    ]
    assert list(map(str, collection.notes)) == expected
    assert said(collection) == []
    monkeypatch.setenv("POLICY_DOCUMENTS", str(tmp_path))
    assert main(["check"]) == 0
    assert "\n".join(["提示：", *(f"  {line}" for line in expected)]) in capsys.readouterr().out


def test_a_file_whose_name_is_nearly_right_is_noted(tmp_path: Path) -> None:
    write_policy(tmp_path, "a", card_yaml="x", cards_yml="x", source_docx=b"PK")
    assert [(note.file, note.found) for note in Collection.load(tmp_path).notes] == [
        ("card.yaml", "不认识，没有读"),
        ("cards.yml", "不认识，没有读"),
    ]


def test_a_field_of_a_rule_that_is_left_empty_is_not_there(tmp_path: Path) -> None:
    empty = of(RULES, "a", ("    inputs:", "    beneficiary:\n    topic: null\n    inputs:"))
    write_policy(tmp_path, "a", rules_yaml=empty)
    collection = Collection.load(tmp_path)
    assert said(collection) == []
    assert collection.rules["a-rule"].beneficiary is None


def test_a_text_has_wordings_of_its_own(tmp_path: Path) -> None:
    own = "- say: [龙眼镜]\n  mean: [横岗眼镜]\n  why: 本地叫法\n"
    write_policy(tmp_path, "a", vocabulary_yaml=own)
    document = Collection.load(tmp_path).library.document("a")
    assert document.vocabulary == (Wording(("龙眼镜",), ("横岗眼镜",), "本地叫法"),)


def test_every_file_is_opened_once_and_none_after_loading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_policy(tmp_path, "a", vocabulary_yaml="[]", facts_yaml="[]", scope_yaml="{}")
    opened: list[str] = []
    real = Path.open

    def counting(path: Path, *arguments: Any) -> IO[Any]:  # noqa: ANN401 -- as Path.open has them
        opened.append(path.name)
        stream: IO[Any] = real(path, *arguments)
        return stream

    monkeypatch.setattr(Path, "open", counting)
    collection = Collection.load(tmp_path)
    assert sorted(opened) == sorted(path.name for path in (tmp_path / "a").iterdir())
    shutil.rmtree(tmp_path / "a")
    (clause,) = collection.library.resolve("第2条")
    assert collection.library.full_text(clause).startswith("第二条")


def test_every_text_is_parsed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_policy(tmp_path, "a")
    write_policy(tmp_path, "b")
    parsed: list[str] = []

    def counting(text: str, document_id: str, title: str) -> tuple[Clause, ...]:
        parsed.append(document_id)
        return parse(text, document_id, title)

    monkeypatch.setattr(corpus.parsed, "parse", counting)
    assert len(Collection.load(tmp_path).library.clauses()) > 0
    assert parsed == ["a", "b"]


def test_a_condition_worded_in_two_texts_keeps_the_words_of_each(tmp_path: Path) -> None:
    for name, met in (("a", "四上"), ("b", "没关系|四上企业")):
        folder = write_policy(tmp_path, name)
        (folder / "facts.yaml").write_text(f"- {{name: 四上, met: '{met}'}}\n", "utf-8")
    collection = Collection.load(tmp_path)
    assert {key: said.met.pattern for key, said in by_key(collection.sayings).items()} == {
        "a#四上": "四上",
        "b#四上": "没关系|四上企业",
    }
    assert list(by_key(collection.part(frozenset({"b"})).sayings)) == ["四上"]
    assert collection.notes == ()


MISTYPED = {
    "kind：措施": "b/meta.yaml 第4行：字段名后面不是半角冒号加空格；"
    "请写成“字段: 值”：冒号用半角，后面空一格。",
    "kind:措施": "b/meta.yaml 第4行：字段名后面不是半角冒号加空格；"
    "请写成“字段: 值”：冒号用半角，后面空一格。",
    "kind: 措施\nyear: 20245": "b/meta.yaml 第5行：“year”应是1949 到 2100 之间的年份，"
    "现在是“20245”；请照正文改正。",
}


@pytest.mark.parametrize("line", MISTYPED)
def test_what_clerks_mistype_most_is_named_on_its_own_line(tmp_path: Path, line: str) -> None:
    write_policy(tmp_path, "a")
    head = "id: b\ntitle: 某办法\nshort_title: 《某办法》\n"
    write_policy(tmp_path, "b", meta_yaml=f"{head}{line}\naliases: [某办法]\n")
    assert said(Collection.load(tmp_path)) == [MISTYPED[line]]


SLOW = {
    "(甲+)+乙": "里有重复之中再重复的写法，可能永远找不完",
    "(.*)*X": "里有重复之中再重复的写法，可能永远找不完",
    "没有财务制度|": "什么都不写也算说到",
}


@pytest.mark.parametrize("pattern", SLOW)
def test_a_pattern_that_never_ends_or_always_fits_is_refused(tmp_path: Path, pattern: str) -> None:
    write_policy(tmp_path, "a")
    folder = write_policy(tmp_path, "b")
    (folder / "facts.yaml").write_text(f"- {{name: 甲, met: '{pattern}'}}\n", "utf-8")
    (line,) = said(Collection.load(tmp_path))
    assert line.startswith(f"b/facts.yaml 第1行：“{pattern}”{SLOW[pattern]}")


@pytest.mark.parametrize("name", ["text.txt.txt", "Text.TXT", "正文.txt"])
def test_a_text_under_another_name_is_named(tmp_path: Path, name: str) -> None:
    write_policy(tmp_path, "a")
    folder = write_policy(tmp_path, "b")
    (folder / "text.txt").rename(folder / name)
    assert f"b：缺少 text.txt，有一个文件叫“{name}”；请把它改名为 text.txt。" in said(
        Collection.load(tmp_path)
    )


@pytest.mark.parametrize(
    ("first", "second", "titles"),
    [
        ("region: [甲县]", "region: [乙县]", ["《甲县某办法》", "《乙县某办法》"]),
        (
            "region: [甲县]\nyear: 2020",
            "region: [甲县]\nyear: 2024",
            ["《2020年某办法》", "《2024年某办法》"],
        ),
        ("region: [甲县]", "region: [甲县]", ["《某办法》", "《某办法》"]),
    ],
)
def test_texts_of_one_short_title_are_told_apart_by_what_differs(
    tmp_path: Path, first: str, second: str, titles: list[str]
) -> None:
    for name, more in (("a", first), ("b", second)):
        write_policy(tmp_path, name, meta_yaml=f"{of(META, name)}{more}\n")
    documents = Collection.load(tmp_path).library.documents
    assert [document.short_title for document in documents] == titles
