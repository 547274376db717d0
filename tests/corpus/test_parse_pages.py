"""Pages, contents, footnotes, two languages, cards in running text: made-up sentences."""

from __future__ import annotations

import pytest

from corpus.clause import Clause, ClauseKind
from corpus.parse import parse


def read(text: str) -> dict[str, Clause]:
    clauses = parse(text, "d")
    assert "".join(clause.text for clause in clauses) == text
    return {clause.id: clause for clause in clauses}


HALF = "第一条 对符合条件的企业，按照实际投入设备购置费用的百分之二十给予补"
REST = "助，最高不超过一百万元，每家企业每年只能申报一个项目，并应当按照规定提\n交材料。"


@pytest.mark.parametrize(
    "between",
    ["- 3 -", "3/10", "某区人民政府公报\n— 3 —", "— 3 —\n某区人民政府公报", "\f某区人民政府公报"],
)
def test_a_page_that_ends_in_a_sentence_does_not_cut_it(between: str) -> None:
    head = "某区人民政府公报"
    pages = f"\n{head}\n— 4 —\n第三条 丙。\n{head}\n— 5 —\n第四条 丁。\n"
    text = f"某区办法\n{HALF}\n{between}\n{REST}\n第二条 乙。{pages}"
    clauses = read(text)
    assert clauses["第1条"].text == f"{HALF}\n{between}\n{REST}\n"
    assert clauses["第1条"].kind is ClauseKind.CLAUSE
    assert "第1条.第1款" not in clauses
    assert clauses["第3条"].text.strip() == "第三条 丙。"


def test_a_running_head_between_sentences_is_no_paragraph() -> None:
    page = "\f某区人民政府公报\n"
    text = f"某区办法\n第一条 甲甲。\n{page}乙乙乙。\n{page}第二条 丙丙。\n{page}丁丁丁。\n"
    clauses = read(text)
    assert clauses["第1条.第2款"].text.strip() == "乙乙乙。"
    assert clauses["第2条.第2款"].text.strip() == "丁丁丁。"
    assert [i for i, c in clauses.items() if c.kind is ClauseKind.REMNANT] == [
        "残留",
        "残留[2]",
        "残留[3]",
    ]


def test_a_line_that_often_comes_again_between_sentences_is_a_label_and_stays() -> None:
    text = (
        "一、甲\n补贴说明\n按年发放。\n二、乙\n补贴说明\n按月发放。\n三、丙\n补贴说明\n不发放。\n"
    )
    assert not any(c.kind is ClauseKind.REMNANT for c in read(text).values())


BODY = (
    "第一章 总则\n第一条 为了甲，制定本条例。\n第二章 支持\n第二条 乙。\n第三章 附则\n第三条 丙。\n"
)
ENTRIES = "第一章 总则\n第二章 支持\n第三章 附则\n"


@pytest.mark.parametrize(
    "contents",
    [
        f"目　录\n{ENTRIES}",
        ENTRIES,
        "目录\n第一章 总则 1\n第二章 支持 3\n第三章 附则 12\n",
        "第一章 总则…………………1\n第二章 支持......3\n第三章 附则 · · · · · 12\n",
    ],
)
def test_a_table_of_contents_is_not_the_chapters(contents: str) -> None:
    clauses = read(f"某市条例\n{contents}{BODY}")
    assert list(clauses) == [
        "题名", "目录", "第1章", "第1条", "第2章", "第2条", "第3章", "第3条",
    ]  # fmt: skip
    assert clauses["目录"].kind is ClauseKind.REMNANT
    assert clauses["第2条"].parent == "第2章"


def test_entries_come_again_with_their_text_behind_them() -> None:
    clauses = read(
        "某指引\n一、生产\n1.免征甲税；\n2.免征乙税。\n二、捐赠\n"
        "一、生产\n1.免征甲税 甲厂享受。\n2.免征乙税 乙厂享受。\n二、捐赠\n3.丙。\n"
    )
    assert list(clauses) == ["题名", "目录", "一", "一.1", "一.2", "二", "二.3"]


def test_steps_that_come_again_in_each_card_are_no_table_of_contents() -> None:
    steps = "（一）申请\n（二）受理\n（三）审核\n"
    clauses = read(f"一、甲补贴\n{steps}二、乙补贴\n{steps}")
    assert [i for i in clauses if i.startswith("一.")] == ["一.(一)", "一.(二)", "一.(三)"]


def test_a_footnote_is_no_item_and_does_not_cut_the_sentence() -> None:
    clauses = read(
        "某办法\n第一条 规模以上企业①应当如实申报，每年不超过一百万元的部分由区财政承担并按季度\n"
        "① 指年主营业务收入二千万元以上的工业企业。\n拨付到企业账户。\n"
        "第二条 高新企业②给予奖励。\n② 指有效期内的高新技术企业。\n第三条 丙。\n"
    )
    assert list(clauses) == ["题名", "第1条", "第2条", "注2", "第3条"]
    assert clauses["第1条"].text.endswith("拨付到企业账户。\n")


def test_circled_items_of_a_list_are_no_footnotes() -> None:
    clauses = read("一、申报材料包括：\n①申请表；\n②合同。\n二、符合①的企业优先。\n")
    assert list(clauses) == ["一", "一.<1>", "一.<2>", "二"]
    inline = read("一、材料包括①申请表；②合同。\n二、下列企业：\n①甲；\n②乙。\n")
    assert {"二.<1>", "二.<2>"} <= set(inline)


def test_the_other_language_of_a_text_is_no_unit_and_no_paragraph() -> None:
    clauses = read(
        "某条例\nRegulations of Some City\n第一条 为了甲，制定本条例。\n"
        "Article 1 These Regulations are formulated for A.\n第二条 乙包括：\n"
        "Article 2 B includes:\n（一）甲；\n(1) the first thing;\n（二）乙。\n"
        "(2) the second thing.\n前款所称丙。\nThe preceding paragraph says C.\n"
    )
    assert list(clauses) == ["题名", "第1条", "第2条", "第2条.(一)", "第2条.(二)", "第2条.第2款"]


def test_a_list_of_standards_is_no_translation() -> None:
    assert list(read("一、标准：\n1.ISO 9001\n2.ISO 14001\n")) == ["一", "一.1", "一.2"]


def test_a_translation_that_follows_as_a_whole_is_a_node_of_its_own() -> None:
    english = "".join(f"The article number {n} says this.\n" for n in range(6))
    clauses = read(f"某条例\n第一条 甲。\n第二条 乙。\n第三条 丙。\n{english}")
    assert clauses["外文"].text == english
    assert clauses["外文"].parent is None


def test_the_fields_of_a_card_in_running_text_are_nodes() -> None:
    clauses = read(
        "一、技改补助\n申报条件：在本区注册。扶持标准：按20%补助，最高100万元。责任单位：区工信局。\n"
        "二、认定奖励\n（一）国家级。申报条件：（1）甲；（2）乙。扶持标准：100万元。\n以上不重复。\n"
    )
    assert list(clauses) == [
        "一", "一.申报条件", "一.扶持标准", "一.责任单位",
        "二", "二.(一)", "二.(一).申报条件", "二.(一).申报条件.(1)", "二.(一).申报条件.(2)",
        "二.(一).扶持标准", "二.(一).第1款",
    ]  # fmt: skip
    assert clauses["一.扶持标准"].heading == "扶持标准"
    assert clauses["一.扶持标准"].label == "一、扶持标准"


def test_one_label_or_labels_in_brackets_make_no_card() -> None:
    text = "一、奖励标准：按20%补助。\n二、奖励（申报条件：甲。扶持标准：乙）。\n"
    assert list(read(text)) == ["一", "二"]


def test_fields_on_lines_of_their_own_hold_their_lists() -> None:
    clauses = read(
        "1、创业资助\n补贴条件：\n（一）在校学生；\n（二）退役军人。\n补贴标准：1万元。\n"
        "2、租金补贴\n补贴条件：\n（一）租赁场地。\n补贴标准：6000元。\n咨询电话\n甲区12345678\n"
    )
    assert list(clauses) == [
        "1", "1.补贴条件", "1.补贴条件.(一)", "1.补贴条件.(二)", "1.补贴标准",
        "2", "2.补贴条件", "2.补贴条件.(一)", "2.补贴标准", "2.咨询电话",
    ]  # fmt: skip


def test_a_column_that_was_cut_into_lines_is_one_paragraph_and_can_be_searched() -> None:
    clauses = read(
        "某指南\n服务对象\n在本市注册的高新技术企业和科\n技型中小企业以及高等学校科研\n院所\n"
        "服务内容\n1．甲。\n2．乙。\n联系电话\n甲区12345678901\n乙区12345678902\n"
    )
    assert clauses["服务对象"].kind is ClauseKind.CLAUSE
    assert clauses["服务对象"].text.endswith("院所\n")
    assert clauses["服务内容"].kind is ClauseKind.HEADING
    assert {"联系电话.第1款", "联系电话.第2款"} <= set(clauses)


def test_what_is_glued_behind_who_is_responsible_is_a_unit_of_its_own() -> None:
    clauses = read(
        "一、甲\n（一）对甲给予奖励。（责任单位：区工信局）（二）对乙给予补贴。"
        "（责任单位：区商务局（口岸办））对丙给予资助，最高五十万元。（责任单位：区财政局）\n二、乙\n"
    )
    assert list(clauses) == ["一", "一.(一)", "一.(二)", "一.(二).第2款", "二"]
    assert clauses["一.(一)"].responsible == ("区工信局",)
    assert clauses["一.(二).第2款"].responsible == ("区财政局",)


@pytest.mark.parametrize("who", ["（责任单位：区工信局）", "（区工信局牵头，各镇按职责分工负责）"])
def test_who_is_responsible_on_a_line_of_its_own_is_no_paragraph(who: str) -> None:
    clauses = read(f"一、甲\n给予甲补贴。\n给予乙补贴。\n{who}\n二、乙\n")
    assert list(clauses) == ["一", "一.第1款", "一.第2款", "二"]


def test_text_behind_the_last_complete_unit_is_the_end_of_the_document() -> None:
    clauses = read(
        "一、甲\n1.给予甲补贴。（责任单位：区工信局）\n"
        "2.给予乙补贴。（责任单位：区商务局）各单位要抓紧制定细则并做好宣传。\n"
    )
    assert clauses["尾段"].parent is None


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        ("第二条 企业应当如实申报。\n违反前款规定的，追回资金。\n", "2"),
        ("第二条 企业应当具备以下条件\n（一）甲；\n（二）乙。\n符合前款规定的，给予补贴。\n", "2"),
        ("第二条\n申请人应当符合下列条件：\n（一）甲。\n（二）乙。\n前款所称甲是指丙。\n", "12"),
        ("第二条 【标准】\n对甲给予补贴。\n对乙给予补贴。\n", "12"),
        ("第二条 【标准】 对甲给予补贴。\n对乙给予补贴。\n", "2"),
        ("第二条 补贴标准\n对甲给予补贴。\n对乙给予补贴。\n", "12"),
    ],
)
def test_paragraphs_are_counted_as_law_counts_them(article: str, expected: str) -> None:
    clauses = read(f"第一条 甲。\n{article}第三条 丙。\n")
    found = [c.path.levels[-1].token for c in clauses.values() if c.kind is ClauseKind.PARAGRAPH]
    assert found == [f"第{number}款" for number in expected]


def test_a_title_printed_again_below_its_number_is_the_title() -> None:
    clauses = read("7. 河湾市支持节水改造\n河湾市支持节水改造\n一、甲\n二、乙\n")
    assert list(clauses) == ["题名", "一", "二"]
    assert clauses["一"].breadcrumb == ("河湾市支持节水改造",)


def test_a_title_broken_into_lines_is_known_by_the_line_that_says_it_again() -> None:
    clauses = read("7. 河湾市支持企业牵头建设\n中心\n河湾市支持企业牵头建设中心\n一、甲\n二、乙\n")
    assert list(clauses) == ["题名", "一", "二"]
    assert clauses["一"].breadcrumb == ("河湾市支持企业牵头建设中心",)


def test_parallel_headings_above_lists_that_begin_anew_are_headings() -> None:
    clauses = read(
        "某市政策清单\n面向单位的扶持政策\n一、甲\n二、乙\n面向个人的扶持政策\n一、丙\n二、丁\n"
    )
    assert clauses["面向单位的扶持政策.一"].parent == "面向单位的扶持政策"
    assert clauses["面向个人的扶持政策.二"].parent == "面向个人的扶持政策"
