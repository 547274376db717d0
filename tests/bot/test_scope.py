"""Which texts a question is about: each place's question is answered from its texts alone."""

from __future__ import annotations

import shutil
from collections.abc import Collection as Container
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.answer.shelf import Shelf
from bot.assistant import Assistant
from bot.context import Context
from bot.question.evidence import Search
from bot.question.message import Messages
from bot.question.places import Region, nearest
from bot.question.scope import Catalogue
from bot.reply import Clarification, Reply, Status
from corpus.clause import Hit
from corpus.collection import Collection
from environment.settings import DOCUMENTS, Settings
from tests.bot import another_district
from tests.bot.asking import TODAY, ask

FIXTURES = Path(__file__).parent / "fixtures"
LONGGANG = frozenset({"longgang-fashion-measures-2024", "longgang-fashion-rules-revision-2026"})
YANTIAN = frozenset({"yantian-manufacturing-2025"})
BARE = """内河码头岸电补助公告
一、对改造岸电桩的码头，每座岸电桩补助7万元，拖轮不在此列。
二、联系人：港航处。
"""


def opened(root: Path, var: Path) -> Assistant:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POLICY_VAR", str(var))
        assistant = Assistant.open(Settings(policy_documents=root))
        assert assistant.knowledge.collection.problems == ()
        _ = assistant.knowledge.searcher
    return assistant


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The documents, another district's text, another city's, and one without a card."""
    root = tmp_path_factory.mktemp("held") / "documents"
    shutil.copytree(DOCUMENTS, root)
    another_district.write(root)
    shutil.copytree(FIXTURES / "green-factory-2025", root / "green-factory-2025")
    bare = root / "port-notice"
    bare.mkdir()
    (bare / "text.txt").write_text(BARE, encoding="utf-8")
    meta = "id: port-notice\ntitle: 内河码头岸电补助公告\nshort_title: 《岸电公告》\nkind: 通知\n"
    (bare / "meta.yaml").write_text(meta, encoding="utf-8")
    return opened(root, root.parent / "var")


@pytest.fixture(scope="module")
def catalogue(assistant: Assistant) -> Catalogue:
    return Catalogue(assistant.knowledge.collection)


class _Searches:
    """A search that notes what it is asked."""

    def __init__(self, search: Search) -> None:
        self._search = search
        self.asked: list[str] = []

    def search(
        self, query: str, k: int = 10, documents: Container[str] | None = None
    ) -> Sequence[Hit]:
        self.asked.append(query)
        return self._search.search(query, k, documents)

    def rarity(self, words: Sequence[str]) -> Sequence[float]:
        return self._search.rarity(words)


@pytest.mark.parametrize(
    ("text", "searches"),
    [
        ("智能眼镜采购最高补贴多少", 0),  # all its words are those of the tended texts
        (
            "智能眼镜采购金额的补贴由龙岗区哪个部门审核，岸电桩呢",
            0,
        ),  # new words too few to lead away
        ("内河码头岸电桩每座补助多少", 1),
    ],
)
def test_other_texts_are_searched_only_for_words_that_tended_ones_never_say(
    assistant: Assistant, text: str, searches: int
) -> None:
    search = assistant.knowledge.searcher
    assert search is not None
    noted = _Searches(search)
    Catalogue(assistant.knowledge.collection, lambda: noted).decide(text, Context(), TODAY)
    assert len(noted.asked) == searches


def test_where_one_family_is_held_nothing_is_searched_to_choose_it() -> None:
    def opening() -> Search:
        raise AssertionError("there is nothing to choose from")

    scope = Catalogue(Collection.load(), opening).decide("岸电补助多少", Context(), TODAY)
    assert scope.documents == LONGGANG


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (["深圳", "盐田", "龙岗"], {"盐田", "龙岗"}),
        (["广东", "深圳", "武汉"], {"深圳", "武汉"}),
        (["全国", "广东"], {"广东"}),
        (["全国"], {"全国"}),
        (["全国", ""], {"全国", ""}),
        (["深圳"], {"深圳"}),
    ],
)
def test_the_nearest_regions_are_those_with_none_below(
    held: Sequence[str], expected: set[str]
) -> None:
    regions = [Region(frozenset({name} - {""})) for name in held]
    assert nearest(regions) == {Region(frozenset({name} - {""})) for name in expected}
    slowly = [r for r in regions if not any(other.is_below(r) for other in regions)]
    assert nearest(regions) == set(slowly)


def due(reply: Reply) -> int | None:
    low = reply.computations[0].low if reply.computations else None
    return None if low is None else int(low)


def cited(reply: Reply) -> set[str]:
    return {citation.clause.document_id for citation in reply.citations}


@pytest.mark.parametrize(
    ("turns", "amount"),
    [
        (["深圳盐田区企业技改投了350万能补多少"], 350_000),
        (["我们在盐田区，技改投了350万能补多少"], 350_000),
        (["盐田技改投了350万，能补多少"], 350_000),
        (["厂在沙头角，技改投了350万能补多少"], 350_000),
        (["按《盐田措施》，技改投了350万能补多少"], 350_000),
        (["我们在盐田区", "技改投了350万能补多少"], 350_000),
        (["龙岗区的企业技改投了350万能补多少"], 700_000),
        (["厂在坂田，技改投了350万能补多少"], 700_000),
        (["龙岗技改投了350万能补多少", "那盐田呢"], 350_000),
        (["盐田技改投了350万能补多少", "如果是400万呢"], 400_000),
        (["技改投了350万能补多少", "盐田区"], 350_000),
        (["技改投了350万能补多少", "龙岗"], 700_000),
        (["注册在盐田，厂在龙岗，技改投了350万能补多少"], 700_000),
    ],
)
def test_each_place_is_answered_from_its_own_text(
    assistant: Assistant, turns: list[str], amount: int
) -> None:
    reply = ask(assistant, *turns)
    assert due(reply) == amount
    assert len(cited(reply) & LONGGANG) != len(cited(reply) & YANTIAN)


@pytest.mark.parametrize(
    "text", ["技改投了350万能补多少", "深圳的企业技改投了350万能补多少", "数字化有什么条件"]
)
def test_a_matter_of_several_regions_is_asked_back_with_the_regions(
    assistant: Assistant, text: str
) -> None:
    reply = ask(assistant, text)
    assert isinstance(reply, Clarification)
    assert set(reply.choices) == {"龙岗区", "盐田区"}
    assert reply.computations == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("盐田的技改由哪个部门负责", "发改局"),
        ("盐田的数字化补贴和别的政策能重复享受吗", "同一项目获得过区级其他资金的，不再支持"),
        ("盐田措施由谁负责解释", "区发展和改革局"),
        ("盐田措施有效期到什么时候", "2029年"),
        ("厂在龙岗，能申请盐田的技改补贴吗", "盐田区"),
    ],
)
def test_what_a_text_says_of_itself_comes_from_that_text(
    assistant: Assistant, text: str, words: str
) -> None:
    reply = ask(assistant, text)
    said = "".join((reply.conclusion, *reply.body, *reply.notes, reply.contact))
    assert words in said
    assert not cited(reply) & LONGGANG
    assert "工业和信息化局" not in said
    assert "国家政策能否同时享受" not in said


@pytest.mark.parametrize(
    "turns",
    [
        ["你们宝安有这个补贴吗"],
        ["我们在宝安区，技改投了350万能补多少"],
        ["深圳宝安区企业技改投了350万能补多少"],
        ["技改投了350万能补多少", "那宝安呢"],
        ["我们在天河区，技改投了350万能补多少"],
        ["我们在云水县，节能设备投了260万能补多少"],
        ["《宝安区制造业扶持办法》里技改怎么补"],
    ],
)
def test_a_place_or_title_that_no_text_covers_is_not_held(
    assistant: Assistant, turns: list[str]
) -> None:
    reply = ask(assistant, *turns)
    assert reply.status in (Status.NOT_HELD, Status.OUT_OF_SCOPE)
    assert due(reply) is None


@pytest.mark.parametrize(
    "turns",
    [
        ["盐田的技改投了350万能补多少", "展位费花了20万呢"],
        ["技改投了350万能补多少", "盐田区", "展位费花了20万能补多少"],
        ["盐田的展位费花了20万能补多少"],
    ],
)
def test_the_place_of_the_thread_stays_where_its_texts_lack_the_matter(
    assistant: Assistant, turns: list[str]
) -> None:
    reply = ask(assistant, *turns)
    assert reply.status is Status.NOT_STATED
    assert reply.conclusion == "盐田区的《盐田措施》里没有“展位费”这一事项，无法计算。"


def test_a_text_without_cards_is_reached_by_title_and_where_nothing_else_fits(
    assistant: Assistant,
) -> None:
    for text in ("岸电公告里每座岸电桩补助多少", "码头每座岸电桩补助多少"):
        reply = ask(assistant, text)
        assert cited(reply) == {"port-notice"}
        assert "7万元" in reply.conclusion


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("参加展会的展位费补多少", LONGGANG),
        ("节能设备投了260万能补多少", {"green-factory-2025"}),
        ("我们买节能设备投了260万，能补多少？", {"green-factory-2025"}),
        ("第十条第一款是什么", LONGGANG),
        ("若干措施有效期多久", LONGGANG),
    ],
)
def test_the_matter_the_number_or_the_title_decides(
    catalogue: Catalogue, text: str, meant: set[str]
) -> None:
    scope = catalogue.decide(catalogue.normalise(text), Context(), TODAY)
    assert scope.documents == meant


def test_the_other_citys_text_answers_beside_the_documents_as_alone(
    assistant: Assistant, tmp_path: Path
) -> None:
    alone = opened(FIXTURES, tmp_path)
    for text in (
        "我们买节能设备投了260万，能补多少？",
        "节能设备投资额199.99万元能拿多少",
        "节能设备补助的申报材料有哪些？",
        "绿色工厂奖励有什么条件",
        "海州的节能设备补助由谁负责",
    ):
        here, there = ask(assistant, text), ask(alone, text)
        assert (here.status, here.conclusion) == (there.status, there.conclusion), text
        assert here.contact == there.contact


def test_a_shelf_holds_nothing_of_another_text(assistant: Assistant) -> None:
    shelf = Shelf.of(assistant.knowledge, YANTIAN)
    assert {document.id for document in shelf.library.documents} == YANTIAN
    assert {card.document_id for card in shelf.cards} == YANTIAN
    assert {rule.document_id for rule in shelf.rules.values()} == YANTIAN
    assert {scope.document_id for scope in shelf.scopes} == YANTIAN
    assert shelf.searcher is not None
    for query in ("技术改造", "展位费", "若干措施第十条"):
        assert {hit.clause.document_id for hit in shelf.searcher.search(query)} <= YANTIAN


def test_one_region_is_never_asked_for() -> None:
    read = Messages(Collection.load())
    for text in ("能补多少", "有哪些补贴", "第九条是什么", "深圳有技改补贴吗"):
        (question,) = read(text, Context(), TODAY)
        assert question.scope.choices == ()
        assert question.scope.documents == LONGGANG
