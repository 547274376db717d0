"""Every doubt of the table is asked about, and without its row something else is said."""

from __future__ import annotations

import pytest

from bot.answer import doubts
from bot.reply import Clarification, Reply
from tests.bot.answer.replying import reply

ASKED = (
    ("of_another", ("去年技改85万，给补不", "那我隔壁老陈去年技改150万，他能拿多少")),
    (
        "_met_and_not",
        ("买了100副智能眼镜一共90万，80副产线用着，另外20副送亲戚自己戴着玩了，能补多少",),
    ),
    ("of_several_firms", ("两个独立法人都在龙岗，眼镜厂去年技改150万，首饰厂80万，能拿多少",)),
    (
        "of_several_hosts",
        ("公司管着两个产业园，今年一共引进4家达标的区外总部，都签了协议，奖多少",),
    ),
    (
        "_not_all_told",
        ("平台首年投500万资助多少", "后面两年如果每年也是500万，三年全部加起来呢"),
    ),
    ("_elsewhere", ("龙岗的集团公司下面有个子公司，厂在惠州，去年技改投了260万，能补多少",)),
    (
        "_of_some",
        ("一场论坛投了400万，一场大赛投了800万，备案评审都有，但800万那场评审没通过，一共补多少",),
    ),
    (
        "_some_barred",
        (
            "两场活动都备了案评审也过了，一场投入200万，一场350万，加起来最多拿多少",
            "说错了，350万那场专家评审没过，只有200万那场过了，一共最多多少",
        ),
    ),
    (
        "_the_former",
        (
            "我们规上的，做家具，去年数字化投了66万",
            "还有技改，去年投了420万，技改多少",
            "去法兰克福参展的展位费花了8万，补多少",
            "那前面先说的那个呢，最多多少",
        ),
    ),
    (
        "_phases",
        ("设备款分四期，一期65万，去年付了三期，报上一年度技改资助是多少",),
    ),
    (
        "_several_applications",
        ("2023年投了150万、2024年报的；2024年投了420万、2025年报的，这两次技改一共该拿多少",),
    ),
    ("_under_way", ("办了时尚周投入800万，正在备案，补多少",)),
    ("_some_of_it", ("去年技改投了300万，部分设备是租的，能补多少",)),
    ("got_before", ("那家总部去年奖过一次了，今年产值又涨到八亿，园区能再领一回吗",)),
    ("got_or_hoped", ("智能眼镜采购了130万给产线用，今年补贴款20万，补多少",)),
    (
        "_year_asked",
        ("公共服务平台第一年投了300万，第二年投了200万，第三年的能补多少",),
    ),
    (
        "some_firms",
        ("甲公司去年技改200万，乙公司去年技改150万，乙公司没有独立法人资格，各补多少",),
    ),
    ("received_unclear", ("去年技改投了300万，已经拿了20万补贴，还能拿多少",)),
    ("_two_amounts", ("去年技改300万，相差多少",)),
    ("_echoed", ("顺便问下换机器最高给多少", "500万哦")),
    (
        "_unnamed",
        (
            "今年引进1家区外总部，产值6亿，签了框架协议，能拿多少",
            "还有一家3.2亿的也签了。今年一共能拿多少奖励？",
        ),
    ),
)


def _said(found: Reply) -> tuple[str, str]:
    return found.conclusion, getattr(found, "question", "")


def test_every_row_has_a_message() -> None:
    assert {name for name, _ in ASKED} == {row.__name__ for row in doubts._TABLE}


@pytest.mark.parametrize(("name", "turns"), ASKED, ids=[name for name, _ in ASKED])
def test_a_doubt_is_asked_about(
    name: str, turns: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = reply(*turns)
    assert isinstance(asked, Clarification)
    assert not asked.due
    rows = tuple(row for row in doubts._TABLE if row.__name__ != name)
    monkeypatch.setattr(doubts, "_TABLE", rows)
    assert _said(reply(*turns)) != _said(asked)


@pytest.mark.parametrize(
    ("turns", "question"),
    [
        (
            (
                "三家公司都做首饰，去年都搞了技改，想一块问问",
                "横岗那家投了315万，南湾那家182万，还有一家厂在龙华，投了500万，总共能拿多少",
            ),
            "实际经营地是不是龙华",
        ),
        (
            (
                "2024年技改投了3000万，2025年报的",
                "2025年又投了800万，2026年报，这两次加一起是多少",
            ),
            "各申报了哪一笔",
        ),
        (
            (
                "我们园区今年引进了两家职能型总部，上年产值6亿和7亿，都签了框架协议，奖励多少",
                "刚核实，7亿那家原来就在龙岗区内，只是换了个园",
                "那奖励变成多少",
            ),
            "说的是其中几家",
        ),
        (("我们在老挝投了个水电项目，去年技改投了300万，补多少",), "实际经营地是不是老挝"),
        (
            ("今年智能眼镜补贴已经拿了12万，要把年度上限拿满，还得再采购多少钱的（车间用）",),
            "想拿到的补贴是多少",
        ),
        (
            ("智能眼镜采购200副，每副3000，其中50副送客户，能补多少",),
            "用于企业产业端",
        ),
        (
            ("四上企业，今年数字化补贴已经到账18万", "后来第二笔又到了12万", "还能拿多少"),
            "12万”是什么钱",
        ),
    ],
)
def test_a_doubt_holds_over_turns(turns: tuple[str, ...], question: str) -> None:
    asked = reply(*turns)
    assert isinstance(asked, Clarification)
    assert question in asked.question


@pytest.mark.parametrize(
    ("turns", "amount"),
    [
        (("引进3家总部，都达标，签了协议，奖多少", "其中1家没签协议"), "400万元"),
        (("我买了10副智能眼镜，每副3000", "是自己跟家里人平时戴着玩的，能补多少"), "0元"),
        (
            (
                "我是园区运营方，今年上半年引了2家总部，都达标签了协议，400万奖励已经拿到手",
                "下半年又引进2家，也都达标，今年还能再拿多少",
            ),
            "200万元",
        ),
        (("我们在越南也有厂，去年技改投了300万，补多少",), "60万元"),
        (("去年技改买了意大利机器300万，补多少",), "60万元"),
        (("办了时尚周投入800万，正在备案，补多少", "备案已经办好"), "240万元"),
        (("办了时尚周投入800万，正在备案，补多少", "还没有备案"), "0元"),
    ],
)
def test_what_tells_nothing_against_it_is_no_doubt(turns: tuple[str, ...], amount: str) -> None:
    assert amount in reply(*turns).conclusion


def test_heads_of_some_of_those_before_take_their_place() -> None:
    told = reply(
        "我是园区招商的，今年一共进了5家时尚企业",
        "里头区外来的、上年产值过4亿、又签了《投资合作框架协议》的职能型总部只有两家，能领多少奖励",
    )
    assert "400万元" in told.conclusion


def test_a_year_of_a_sequence_told_before_is_the_one_reckoned_back_for() -> None:
    told = reply("我们是公共服务平台，到第二年了", "想拿60万资助，投入得多少")
    assert "200万元" in told.conclusion
