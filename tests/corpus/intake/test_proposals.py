"""What is read from a text for filing it, each value with words that stand in the text."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from corpus.intake.proposal import Field, Proposal
from corpus.intake.proposals import read_proposals
from tests.corpus.intake import texts

ALL = [
    texts.COVERED, texts.TWO_BUREAUS, texts.PORTAL, texts.ANNOUNCEMENT, texts.PROMULGATED,
    texts.DECISION, texts.BARE, texts.GUIDE, texts.CITED, texts.TITLELESS, texts.JOINED,
]  # fmt: skip


def proposals(text: str, name: str = "文件") -> Mapping[Field, Proposal]:
    return {proposal.field: proposal for proposal in read_proposals(text, name)}


def values(text: str, *fields: Field) -> list[str | None]:
    found = proposals(text)
    return [found[field].value if field in found else None for field in fields]


@pytest.mark.parametrize("text", ALL)
def test_every_span_is_verbatim(text: str) -> None:
    spans = [span for proposal in read_proposals(text, "文件") for span in proposal.spans]
    assert spans or text is texts.TITLELESS
    assert all(text[span.start : span.end] == span.text for span in spans)


@pytest.mark.parametrize(
    ("text", "title", "kind"),
    [
        (texts.COVERED, "深圳市龙岗区促进花木产业发展若干措施", "措施"),
        (texts.TWO_BUREAUS, "苏州市吴江区木器产业补贴实施细则（试行）", "实施细则"),
        (texts.PORTAL, "浙江省商务厅等三部门关于支持会展的若干意见", "意见"),
        (texts.ANNOUNCEMENT, "财政部税务总局关于延续小微企业优惠政策的公告", "公告"),
        (texts.PROMULGATED, "南湖渔业补贴办法", "办法"),
        (texts.DECISION, "北京市朝阳区人民政府办公室关于修改《朝阳区补贴办法》的决定", "决定"),
        (texts.GUIDE, "南昌市支持陶瓷产业融合发展", "其他"),
        (texts.CITED, "赣州市木材加工补贴", "其他"),
        (texts.JOINED, "关于支持企业复工的实施意见", "意见"),
    ],
)
def test_the_title_is_what_is_published_not_its_cover(text: str, title: str, kind: str) -> None:
    assert values(text, Field.TITLE, Field.KIND) == [title, kind]


def test_the_notice_is_the_cover() -> None:
    assert "若干措施》的通知" in proposals(texts.COVERED)[Field.COVER].value
    assert Field.COVER not in proposals(texts.CITED)


def test_a_text_without_a_title_goes_by_its_file_name_and_says_so() -> None:
    title = proposals(texts.TITLELESS, "AB_16_广州创业补贴_37dd65")[Field.TITLE]
    assert (title.value, title.spans) == ("广州创业补贴", ())
    assert "暂用文件名" in title.doubt


@pytest.mark.parametrize(
    ("text", "issuer", "number"),
    [
        (texts.COVERED, "深圳市龙岗区人民政府", "深龙府规〔2023〕2号"),
        (
            texts.TWO_BUREAUS,
            "苏州市吴江区工业和信息化局、苏州市吴江区财政局",
            "吴工信发[2022]15号",
        ),
        (texts.PORTAL, "浙江省商务厅", "浙商务发〔2021〕33号"),
        (texts.ANNOUNCEMENT, "财政部、税务总局", "财政部税务总局公告2023年第12号"),
        (texts.PROMULGATED, "南京市鼓楼区人民政府", "南京市鼓楼区人民政府令第3号"),
        (texts.DECISION, "北京市朝阳区人民政府办公室", "朝政办发〔2021〕7号"),
        (texts.BARE, None, None),
        (texts.GUIDE, "南昌市工业和信息化局", None),
        (texts.CITED, None, None),
        (texts.JOINED, None, None),
    ],
)
def test_issuer_and_number_are_the_texts_own(
    text: str, issuer: str | None, number: str | None
) -> None:
    assert values(text, Field.ISSUER, Field.NUMBER) == [issuer, number]


def test_a_number_in_brackets_is_the_texts_own_where_it_stands_alone() -> None:
    alone = "吴江区冷库补贴办法\n（吴农发〔2024〕12号）\n第一条 对企业给予补助。\n"
    assert values(alone, Field.NUMBER) == ["吴农发〔2024〕12号"]
    cited = "吴江区冷库补贴办法\n依据《意见》（吴农发〔2024〕12号）\n第一条 对企业给予补助。\n"
    assert values(cited, Field.NUMBER) == [None]


@pytest.mark.parametrize("brackets", ["〔〕", "[]", "（）", "【】", "［］", "()", "〈〉"])
def test_a_number_is_read_in_all_kinds_of_brackets(brackets: str) -> None:
    left, right = brackets[0], brackets[1]
    text = f"某市补贴办法\n某府{left}2019{right} 1 号\n第一条 对企业给予补助。\n"
    assert values(text, Field.NUMBER) == [f"某府{left}2019{right}1号"]


@pytest.mark.parametrize(
    ("text", "dated", "issued"),
    [
        (texts.COVERED, "2023-03-01", None),
        (texts.PORTAL, "2021-05-06", "2021-05-10"),
        (texts.PROMULGATED, None, "2022-03-05"),
        (texts.DECISION, "2021-03-02", None),
        (texts.GUIDE, None, "2023-08-25"),
        (texts.BARE, None, None),
        (texts.DATED, "2023-02-01", "2023-02-03"),
    ],
)
def test_days_are_those_of_the_signature_and_of_the_issue(
    text: str, dated: str | None, issued: str | None
) -> None:
    assert values(text, Field.DATED, Field.ISSUED) == [dated, issued]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (texts.COVERED, "自2023年3月10日起施行，有效期3年"),
        (texts.TWO_BUREAUS, "自发布之日起30日后施行，试行两年"),
        (texts.PORTAL, "自2021年6月1日起实施，执行至2023年12月31日"),
        (texts.ANNOUNCEMENT, "执行期限为2023年1月1日至2027年12月31日"),
        (texts.PROMULGATED, "自2022年4月1日起施行"),
        (texts.GUIDE, "从2023年9月起"),
        (texts.JOINED, "自印发之日起实施，有效期一年"),
        (texts.OWN_NAME, "自2024年1月5日起施行，有效期3年"),
        (texts.CITED, None),
        (texts.TITLELESS, None),
    ],
)
def test_validity_is_the_texts_own_not_an_application_or_a_permit(
    text: str, words: str | None
) -> None:
    assert values(text, Field.VALIDITY) == [words]


@pytest.mark.parametrize(
    ("text", "region"),
    [
        (texts.COVERED, "广东省深圳市龙岗区"),
        (texts.TWO_BUREAUS, "江苏省苏州市吴江区"),
        (texts.PORTAL, "浙江省"),
        (texts.ANNOUNCEMENT, "全国"),
        (texts.PROMULGATED, "江苏省南京市鼓楼区"),
        (texts.DECISION, "北京市朝阳区"),
        (texts.CITED, "江西省赣州市"),
        (texts.JOINED, "安徽省阜阳市"),
        ("上海市人民政府关于支持临港地区发展的意见\n各区：\n请执行。\n", "上海市临港新片区"),
        ("北京市人民政府关于对口支援西藏的意见\n各区：\n请执行。\n", "北京市"),
        ("关于创业的通知\n各单位：\n请执行。\n", None),
    ],
)
def test_the_region_is_the_issuers_or_a_part_of_it_that_the_title_names(
    text: str, region: str | None
) -> None:
    assert values(text, Field.REGION) == [region]


def test_a_name_of_several_places_keeps_them_all() -> None:
    region = proposals(texts.BARE)[Field.REGION]
    assert len(region.values) == 4
    assert "请选一处" in region.doubt


@pytest.mark.parametrize(
    ("text", "interpreter", "repeals"),
    [
        (texts.COVERED, "区工业和信息化局", "龙岗区花木产业扶持暂行办法"),
        (texts.TWO_BUREAUS, "区工业和信息化局", "吴江区木器补贴管理办法"),
        (texts.BARE, "区发改局", None),
        (texts.DECISION, None, "朝阳区旧补贴办法、朝阳区更旧补贴办法"),
        (texts.PORTAL, None, None),
    ],
)
def test_who_interprets_it_and_what_it_repeals(
    text: str, interpreter: str | None, repeals: str | None
) -> None:
    assert values(text, Field.INTERPRETER, Field.REPEALS) == [interpreter, repeals]


@pytest.mark.parametrize(
    ("sentence", "repealed"),
    [
        ("自本办法施行之日起，《甲市办法》（甲府〔2018〕3号）废止。", ("甲市办法",)),
        (
            "《甲市一法》《甲市二法》、《甲市三法》同时停止执行。",
            ("甲市一法", "甲市二法", "甲市三法"),
        ),
        ("原《甲市办法》（甲府规〔2018〕3号）及《甲市细则》同时废止。", ("甲市办法", "甲市细则")),
        ("原发布的《甲市办法》自动失效。", ("甲市办法",)),
        ("2018年印发的《甲市办法》不再执行。", ("甲市办法",)),
        ("本办法代替《甲市旧办法》。", ("甲市旧办法",)),
        (
            "原甲市办法（甲府〔2018〕3号）同时废止。",
            ("原甲市办法（甲府〔2018〕3号）同时废止",),
        ),
        ("此前《甲市办法》与本办法不一致的，以本办法为准。", ()),
        ("《甲市办法》第五条废止。", ()),
        ("严格执行《甲市办法》。", ()),
    ],
)
def test_a_text_is_repealed_in_many_words(sentence: str, repealed: tuple[str, ...]) -> None:
    found = proposals(f"某市办法\n第一条 略。\n第二条 {sentence}\n")
    assert (found[Field.REPEALS].values if Field.REPEALS in found else ()) == repealed


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("本通知具体解释工作由甲市商务局承担。", "甲市商务局"),
        ("本办法解释权属甲市商务局。", "甲市商务局"),
        ("本办法由甲区投促局、财政局按职责分工负责解释。", "甲区投促局、财政局"),
        ("本政策由甲区管委会制定操作细则并负责解释。", "甲区管委会"),
        ("由甲局负责解释和组织实施。", "甲局"),
    ],
)
def test_the_interpreter_is_named_in_many_words(sentence: str, who: str) -> None:
    assert values(f"某市办法\n第一条 略。\n第二条 {sentence}\n", Field.INTERPRETER) == [who]


def test_a_decision_names_what_it_amends() -> None:
    assert proposals(texts.DECISION)[Field.AMENDS].values == ("朝阳区补贴办法",)
    assert proposals(texts.OWN_NAME)[Field.AMENDS].values == ("某县竹业细则",)
    assert Field.AMENDS not in proposals(texts.COVERED)


def test_contact_is_the_label_and_the_lines_of_numbers() -> None:
    contact = proposals(texts.CITED)[Field.CONTACT]
    assert contact.spans[0].text == "咨询电话：\n市本级 0797-8000001\n章贡区 0797-8000002"
    assert values(texts.GUIDE, Field.CONTACT) == ["联络方式南昌市工业和信息化局：83800001"]
    assert values(texts.COVERED, Field.CONTACT) == [None]


def test_short_title_and_other_names_come_from_the_title() -> None:
    assert values(texts.DECISION, Field.SHORT_TITLE) == ["《修改〈朝阳区补贴办法〉的决定》"]
    assert values(texts.TWO_BUREAUS, Field.ALIASES) == ["苏州市吴江区木器产业补贴实施细则"]
    text = "《关于加快建设花木中心的意见》（简称22条意见）\n为落实要求，提出意见。\n"
    assert "22条意见" in proposals(text)[Field.ALIASES].values


@pytest.mark.parametrize(
    "text",
    [
        "\n" * 60_000, "关于印发" * 15_000, "《" * 60_000, "1" * 60_000, "《甲乙丙》、" * 10_000,
        "联系电话：" + "a" * 60_000, "由" * 60_000, "本办法自" * 15_000, "2022-" * 12_000,
        "关" + " " * 60_000, "北京市人民政府、" * 7_000,
    ],
)  # fmt: skip
def test_a_hostile_text_takes_no_longer_than_a_long_one(text: str) -> None:
    import time

    started = time.process_time()
    read_proposals(text, "文件")
    assert time.process_time() - started < 8
