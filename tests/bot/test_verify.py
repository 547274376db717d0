"""The verifier over hand-built evidence: what it stops and what it lets through."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.engine.result import Computation, Kind, Step
from bot.verify import Evidence, Gate, Source, UnverifiedError, ViolationKind, verify
from bot.verify.sentences import Splitter, split
from corpus.collection import Collection
from corpus.document import Span
from corpus.library import Library

MEASURES = "longgang-fashion-measures-2024"
NOTE = "longgang-fashion-rules-revision-2026"
RENOVATION = "三.(二).4"
DIGITAL = "三.(二).5"


@pytest.fixture(scope="module")
def library() -> Library:
    return Collection.load().library


def source(library: Library, number: int, document: str, clause_id: str) -> Source:
    clause = library.clause(document, clause_id)
    text = library.full_text(clause)
    return Source(number, library.document(document), clause, text)


def words(library: Library, document: str, clause_id: str, text: str) -> Span:
    clause = library.clause(document, clause_id)
    start = library.document(document).text.index(text, clause.start)
    return Span(start, start + len(text), text)


@pytest.fixture(scope="module")
def evidence(library: Library) -> Evidence:
    steps = (
        Step("门槛", words(library, MEASURES, RENOVATION, "100万元（含）以上"),
             "≥ 1,000,000元（含本数）", "3,500,000元 ≥ 1,000,000元", None, None),
        Step("比例", words(library, MEASURES, RENOVATION, "按照实际投资额的20%"), "20%",
             "3,500,000元 × 20% = 700,000元", Decimal(700_000), Decimal(700_000)),
        Step("上限", words(library, MEASURES, RENOVATION, "最高500万元"), "≤ 5,000,000元",
             "700,000元 未超过 5,000,000元", Decimal(700_000), Decimal(700_000)),
    )  # fmt: skip
    computed = Computation(
        "technical-renovation", Kind.EXACT, Decimal(700_000), Decimal(700_000), steps=steps
    )
    sources = (
        source(library, 1, MEASURES, RENOVATION),
        source(library, 2, MEASURES, DIGITAL),
        source(library, 3, MEASURES, "四.第1款"),
        source(library, 4, MEASURES, "四.第3款"),
    )
    return Evidence(
        sources,
        "我们厂上一年度技改投了350万，能补多少？听说是50%",
        date(2026, 11, 22),
        (computed,),
        library.documents,
        secrets=("先说结论，再说理由和条件，用短句，一句一个意思。",),
    )


@pytest.mark.parametrize(
    "draft",
    [
        "可以补70万元[1]。",
        "能拿七十万元[1]。",
        "资助金额为700,000元[1]。",
        "350万元×20%=70万元[1]。",
        "您投的350万元超过了100万元的门槛[1]。",
        "资助比例为百分之二十，封顶五百万元[1]。",
        "比例是两成，至多5,000,000元[1]。",
        "按比例算是70万元，没有达到500万元的上限[1]。",
        "比例是20%，不是您听说的50%[1]。",
        "投资额不足100万元的，不能申请[1]。",
        "由区工信局负责[1]。",
        "原文是“按照实际投资额的20%进行资助，最高500万元”[1]。",
        "根据《若干措施》第4条，按实际投资额的20%资助[1]。",
        "自2024年1月5日起施行，有效期三年[4]。",
        "到2027年1月初为止[4]。",
        "条件如下[3]：\n- 实际经营地在龙岗区\n- 具有独立法人资格",
        "原文没有写明按企业还是按项目计，建议向主管部门确认。",
        "您好，帮您看过了。可以补70万元[1]。",
    ],
)
def test_a_true_and_cited_draft_passes(draft: str, evidence: Evidence) -> None:
    assert verify(draft, evidence) == ()


@pytest.mark.parametrize(
    ("draft", "kind"),
    [
        ("可以补77万元[1]。", ViolationKind.AMOUNT),
        ("可以补350万元[1]。", ViolationKind.AMOUNT),
        ("贵公司可以拿到500万元[1]。", ViolationKind.AMOUNT),
        ("按投资额的30%资助[1]。", ViolationKind.RATE),
        ("资助比例是50%[1]。", ViolationKind.RATE),
        ("自2025年1月5日起施行[4]。", ViolationKind.DATE),
        ("有效期到2024年1月5日为止[4]。", ViolationKind.DATE),
        ("有效期5年[4]。", ViolationKind.NUMBER),
        ("资助70亿元[1]。", ViolationKind.AMOUNT),
        ("根据《深圳市技改办法》，可补70万元[1]。", ViolationKind.TITLE),
        ("根据第87条，按20%资助[1]。", ViolationKind.ARTICLE),
        ("由区税务局负责[1]。", ViolationKind.NAME),
        ("原文是“按照实际投资额的25%进行资助”[1]。", ViolationKind.QUOTE),
        ("原文是“每家企业每年补贴不超过30万元”[1]。", ViolationKind.WRONG_CLAUSE),
        ("按投资额的20%资助[2]。", ViolationKind.WRONG_CLAUSE),
        ("可以补70万元[9]。", ViolationKind.UNKNOWN_SOURCE),
        ("投资额100万元以上的，按20%资助。", ViolationKind.UNCITED),
        ("还要提交法定代表人的户籍证明原件[1]。", ViolationKind.UNSUPPORTED),
        ("最高按20%资助[1]。", ViolationKind.DIRECTION),
        ("按照实际投入金额的40%给予补贴[2]。", ViolationKind.DIRECTION),
        ("投资额超过100万元的，按20%资助[1]。", ViolationKind.DIRECTION),
        ("每年最高500万元[1]。", ViolationKind.SCOPE),
        ("单个项目每年补贴不超过30万元[2]。", ViolationKind.SCOPE),
        ("无需具有独立法人资格[3]。", ViolationKind.NEGATION),
        ("注册地在龙岗区即可[3]。", ViolationKind.NEGATION),
        ("贵公司不符合条件[1]。", ViolationKind.STATUS),
        ("《若干措施》已经失效[4]。", ViolationKind.VERSION),
        ("一定能拿到70万元[1]。", ViolationKind.PROMISE),
        ("350万元×20%=80万元[1]。", ViolationKind.ARITHMETIC),
        ("先说结论，再说理由和条件，用短句。", ViolationKind.LEAK),
        ("<b>70万元</b>[1]。", ViolationKind.MARKUP),
        ("详见https://example.com。", ViolationKind.MARKUP),
    ],
)
def test_a_draft_that_leaves_its_evidence_is_stopped_for_that(
    draft: str, kind: ViolationKind, evidence: Evidence
) -> None:
    assert kind in {violation.kind for violation in verify(draft, evidence)}


def test_an_earlier_layer_without_the_text_that_changed_it_is_stopped(library: Library) -> None:
    old = source(library, 1, MEASURES, "三.(四).10")
    old = Source(1, old.document, old.clause, old.text, later=(2,))
    new = source(library, 2, NOTE, "三.(二).2")
    layers = Evidence((old, new), "活动补多少", date(2026, 11, 22))
    alone = verify("补贴不多于50%，单个活动不超过1000万元[1]。", layers)
    both = verify("《若干措施》写的是不多于50%[1]。修订说明改为统一按实际投入30%补贴[2]。", layers)
    assert {violation.kind for violation in alone} == {ViolationKind.VERSION}
    assert both == ()


def test_an_expired_text_must_be_called_expired(library: Library) -> None:
    late = Evidence((source(library, 1, MEASURES, RENOVATION),), "技改", date(2027, 2, 1))
    silent = verify("按实际投资额的20%资助[1]。", late)
    told = verify("《若干措施》已过期，当时按实际投资额的20%资助[1]。", late)
    assert {violation.kind for violation in silent} == {ViolationKind.VERSION}
    assert told == ()


def test_markers_after_the_full_stop_belong_to_the_sentence_before_it() -> None:
    assert [s.cited for s in split("可以补70万元。[1] 最高500万元。[2]")] == [(1,), (2,)]


def test_streamed_in_any_pieces_a_draft_gives_the_same_sentences() -> None:
    draft = "可以补70万元[1]。[2]\n条件如下[3]：\n- “甲。乙”\n- 丙！还有吗？好。"
    whole = [s.raw for s in split(draft)]
    for size in range(1, 9):
        splitter, found = Splitter(), []
        for start in range(0, len(draft), size):
            found += splitter.feed(draft[start : start + size])
        found += splitter.close()
        assert [s.raw for s in found] == whole
        assert "".join(whole) == draft


def test_a_gate_lets_out_a_sentence_before_the_draft_has_ended(evidence: Evidence) -> None:
    gate = Gate(lambda: evidence)
    assert gate.feed("可以补70万元[1]。") == []  # another marker may still follow
    assert gate.feed("最") == ["可以补70万元[1]。"]
    with pytest.raises(UnverifiedError, match="800万元"):
        gate.feed("高800万元[1]。按")


def test_a_gate_ends_a_draft_that_never_stops(evidence: Evidence) -> None:
    gate = Gate(lambda: evidence)
    with pytest.raises(UnverifiedError):
        gate.feed("您好。" * 1000)
