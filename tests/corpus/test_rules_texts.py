"""The rules of the two texts compile, and any change of the text is named."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from corpus.collection import Collection
from corpus.library import Library
from corpus.numerals import format_rate
from corpus.rules import Direction, Ground, Role, RuleProblem, compile_document
from environment.settings import DOCUMENTS

COLLECTION = Collection.load()
LIBRARY, RULES = COLLECTION.library, COLLECTION.rules


def recompile(document_id: str, old: str, new: str) -> list[RuleProblem]:
    """Compile a document's rules after ``old`` became ``new`` in its text, as an editor would."""
    document = LIBRARY.document(document_id)
    assert document.text.count(old) == 1
    changed = replace(document, text=document.text.replace(old, new))
    raw = yaml.safe_load((DOCUMENTS / document_id / "rules.yaml").read_text(encoding="utf-8"))
    _, problems = compile_document(Library([changed]), changed, raw)
    return problems


def test_every_rule_of_both_texts_compiles() -> None:
    assert set(RULES) == {
        "park-headquarters", "technical-renovation", "digital-transformation", "public-platform",
        "booth-fee", "major-event", "major-event-2026", "smart-glasses",
    }  # fmt: skip


def test_numbers_are_what_the_words_say() -> None:
    terms = RULES["technical-renovation"].terms
    assert [terms[n].value for n in ("门槛", "上限")] == [1_000_000, 5_000_000]
    assert format_rate(terms["比例"].value) == "20%"
    assert [format_rate(v) for v in RULES["public-platform"].terms["比例"].values] == [
        "50%", "30%", "20%",
    ]  # fmt: skip
    assert RULES["park-headquarters"].terms["单位奖励"].value == 2_000_000
    assert RULES["smart-glasses"].terms["上限"].value == 300_000


@pytest.mark.parametrize(
    ("rule_id", "direction"),
    [
        ("technical-renovation", Direction.EXACT),
        ("digital-transformation", Direction.CEILING),
        ("public-platform", Direction.EXACT),
        ("booth-fee", Direction.FLOOR),
        ("major-event", Direction.CEILING),
        ("major-event-2026", Direction.EXACT),
    ],
)
def test_ceiling_and_floor_rates_keep_their_direction(rule_id: str, direction: Direction) -> None:
    assert RULES[rule_id].direction is direction


def test_the_ground_of_an_included_border_is_the_strongest_that_applies() -> None:
    assert RULES["technical-renovation"].terms["门槛"].ground is Ground.PRINTED
    assert RULES["digital-transformation"].terms["门槛"].ground is Ground.CONVENTION


def test_caps_keep_the_scope_their_words_name() -> None:
    scopes = {
        rule.id: (cap.scope.entity, cap.scope.yearly)
        for rule in RULES.values()
        for cap in rule.caps
    }
    assert scopes == {
        "park-headquarters": ("园区", True),
        "technical-renovation": ("", False),
        "digital-transformation": ("企业", True),
        "public-platform": ("项目", True),
        "major-event": ("活动", False),
        "major-event-2026": ("次", False),
        "smart-glasses": ("", True),
    }


def test_a_cap_that_names_no_scope_is_said_to_name_none() -> None:
    (note,) = RULES["technical-renovation"].notes
    assert "“最高500万元”未写明" in note
    assert RULES["booth-fee"].notes == ("原文未载明金额上限。",)


DIGITS = [
    (rule.id, rule.document_id, quote.text, at)
    for rule in RULES.values()
    for quote in rule.quotes
    for at, char in enumerate(quote.text)
    if char.isdigit()
]


@pytest.mark.parametrize(("rule_id", "document_id", "quote", "at"), DIGITS)
def test_one_changed_digit_of_the_text_names_the_rule_and_the_word(
    rule_id: str, document_id: str, quote: str, at: int
) -> None:
    changed = quote[:at] + str(int(quote[at]) % 9 + 1) + quote[at + 1 :]
    problems = recompile(document_id, quote, changed)
    (problem,) = [p for p in problems if p.rule_id == rule_id]
    assert quote[at] in problem.word
    assert problem.word in quote
    assert "原文是" in problem.message


def test_the_message_shows_both_wordings() -> None:
    problems = recompile("longgang-fashion-measures-2024", "最高500万元", "最高600万元")
    assert str(problems[0]) == (
        "longgang-fashion-measures-2024 规则 technical-renovation：引文与三.(二).4的原文不一致："
        "规则引作“500万元”，原文是“600万元”（词句：“500万元”）"
    )


def test_a_folder_whose_text_was_changed_names_the_rule_the_words_and_their_line(
    tmp_path: Path,
) -> None:
    shutil.copytree(DOCUMENTS, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "longgang-fashion-measures-2024" / "text.txt"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("不少于50%扶持", "不少于60%扶持"), encoding="utf-8")
    found = [str(problem) for problem in Collection.load(tmp_path).problems]
    assert [line for line in found if "rules.yaml" in line] == [
        "longgang-fashion-measures-2024/rules.yaml 第106行：规则“booth-fee”："
        "引文与三.(四).9的原文不一致：规则引作“50%”，原文是“60%”；请对照 text.txt 改正。"
    ]


def test_a_changed_general_condition_is_named_too() -> None:
    problems = recompile("longgang-fashion-measures-2024", "实际经营地在龙岗区", "注册地在龙岗区")
    (problem,) = (p for p in problems if p.rule_id == "（总则）")
    assert problem.word == "实际经营"
    assert "原文是“注册”" in problem.message


def test_every_bound_span_is_verbatim_in_its_document() -> None:
    for rule in RULES.values():
        text = LIBRARY.document(rule.document_id).text
        spans = [*rule.quotes, *(t.span for t in rule.terms.values())]
        spans += [e.span for e in rule.inputs.values()] + [c.span for c in rule.conditions]
        assert all(text[s.start : s.end] == s.text for s in spans)


def test_no_rule_file_holds_a_number_outside_its_quotes() -> None:
    for term in (t for rule in RULES.values() for t in rule.terms.values()):
        assert term.role is Role.FORMER or any(c.isdigit() for c in term.span.text)
