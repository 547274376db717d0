"""Every kind of the lexicon carries something: without its words some message reads differently."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

import pytest

from bot.question import recognise
from bot.question.conditions import denials
from bot.question.counts import heads
from bot.question.frame import Frame, frame
from bot.question.lexicon import Senses, general
from bot.question.places import Region
from bot.question.recognise import Recogniser
from tests.bot.answer.replying import assistant, reply
from tests.bot.question.reading import TODAY, collection

# Threads, turns behind |, in plain written Chinese.
MESSAGES: Final = (
    "去年技改投了340万|写错了，少写了60万",
    "去年技改投了340万|写错了，多写了60万",
    "您好，我们是家具厂，去年技改投了340万，能补多少？谢谢",
    "去年技改投入340万,老板说产值1.2亿,贷款200万,纳税80万,付房租80万",
    "前年技改投了340万|大前年投了200万|明年投100万|后年投90万|今年投了80万",
    "技改今年打算投900万",
    "去年技改投了340万,今年打算投900万",
    "技改预算500万,最终340万",
    "技改合同500万,付了390万",
    "签了合同500万,技改付了390万",
    "技改实付340万,发票360万",
    "开了发票360万,技改实付340万",
    "技改投了360万,其中40万是设备款",
    "技改投了360万,扣除退货的40万",
    "技改投了340万,即叁佰肆拾万元",
    "技改投了340万,另外60万设备",
    "技改设备100万,软件240万,一共340万",
    "每台12万,买了20台设备",
    "三年分别投入160万、150万、140万做平台",
    "技改分两期投了340万",
    "技改投了150万,不对,是250万",
    "去年技改投了340万|翻一倍呢",
    "去年技改投了340万|减半呢",
    "去年技改投了340万|翻两番呢",
    "去年技改投了340万|打八折呢",
    "去年技改标价340万,打折以后付清",
    "截至去年底技改累计投了850万",
    "两个平台设立第一年,前面那个投了180万,后面那个350万",
    "去年技改投了340万|增加60万呢",
    "去年技改投了340万|增加到500万呢",
    "去年技改投了340万|减少60万呢",
    "去年技改投了340万|减到200万呢",
    "去年技改投了340万|同样的钱花在数字化上呢",
    "去年技改投了340万|比这多100万呢",
    "技改投了500万,我们承担七成",
    "技改投了360万,扣掉40万,还剩320万",
    "技改合同520万,付了390万,净剩130万",
    "投250万和投340万差多少",
    "数字化投了34万|供应商又报了74万的方案,选这个呢",
    "平台首年投了380万,资助已经预拨到账90万",
    "去年技改投了340万,今年技改投了40万|40万要扣除",
    "我们占60%股份,技改投了500万",
    "机票酒店能不能一并打进实际投入",
    "技改360万,其中食堂10万、宿舍20万,这两样不算",
    "技改投了340万|前两年投过200万",
    "技改投了90万|还漏了15万没算进去",
    "我是做软件的,替客户问,技改投了340万",
    "今年的数字化补贴批了25万,数字化投了60万",
    "至今技改投了340万",
    "技改投了340万,已经拿过20万",
    "技改投了340万,是不是能补70万",
    "技改投了340万,人家说补贴80万",
    "隔壁厂技改投了500万,我们投了340万",
    "甲公司技改投了120万,乙公司投了90万",
    "那家技改投了120万,我投了90万",
    "如果去年技改投了340万",
    "四上没进,数字化投了60万",
    "平台首年投200万,次年300万,第三年100万,第四年90万,这年80万",
    "园区引进3家总部,个别没签框架协议",
    "上半年技改投了90万,下半年投了110万",
    "南厂技改投了90万,北厂投了110万",
    "我们成立于2020年,技改投了340万",
    "我们一直经营外贸,深耕多年,技改投了340万",
    "主营是珠宝,做的是代工,技改投了340万",
    "展位费花了20万,装修费8万算不算",
    "备案号20250340,技改投了340万",
    "去年亏了500万,技改投了340万",
    "去年赚了500万,技改投了340万",
    "借了500万,技改投了340万",
    "转让了500万,技改投了340万",
    "交了税500万,技改投了340万",
    "大概投了340万做技改",
    "买了一套设备,340万",
    "机器人340万",
    "软件算进去吗,技改投了340万",
    "工信局说技改投了340万",
    "技改投了340万,分期付款的费用怎么算",
    "大前年技改投了340万",
    "平台首年投200万,次年300万,再下一年100万",
    "母公司技改投了120万,我投了90万",
    "他家技改投了120万",
    "去年技改投了150万,更正一下,250万才对,明年计划投220万",
    "旗下技改投了120万,我投了90万",
    "数字化投了60万,市局补了20万",
    "数字化投了60万,别的部门补了20万",
    "行业是眼镜,技改投了340万",
    "投250万和投340万差距多大",
    "技改分批投了340万",
    "进项税80万,技改投了340万",
    "抵押500万,技改投了340万",
    "中标500万,技改付了390万",
    "九百万,这是去年技改的投入",
    "上一年度申报技改投了340万",
    "2025年申报的技改投了340万",
    "关联公司技改各投了100万",
    "展位费8万,技改340万,总共多少",
    "技改投了360万,去掉土建以后320万",
    "技改投了300万,40万扣除60万",
    "技改投了560万,其中60万是前年付的,剩下的都在去年",
    "园区引进4家总部,只有2家签了框架协议,另外2家没谈",
    "园区引进3家总部,这2家没签",
    "技改设备付了折合人民币二十六万元",
    "技改投了340万,按60%",
    "技改投了340万,最多是80万",
    "不是技改,数字化投了60万",
    "技改每月20万,全年",
    "想拿到80万,技改投了340万",
    "产值5亿和3亿",
    "算不算四上,数字化投了60万",
    "去年技改投了340万,别的60万|60万计入投入",
    "去年技改投了340万,别的60万|60万要扣除",
    "去年技改投了340万,别的60万|60万与此无关",
)


@cache
def cutter() -> Recogniser:
    return Recogniser.of(collection(), Region.of(collection().library.documents), ())


def signature(thread: str) -> tuple[object, ...]:
    """Everything that a thread is understood to say at its end."""
    read: Frame | None = None
    for text in thread.split("|"):
        read = frame(text, cutter()(text), TODAY, read)
    assert read is not None
    account = read.account
    return (
        account.items, account.entries, account.stuck, account.received, account.turnovers,
        account.claims, read.open, read.counting, read.denied, read.founded, read.trade,
        read.together, heads(read.parts, read.text, TODAY), denials(read.parts),
    )  # fmt: skip


def read_with(words: Senses, patch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    patch.setattr(recognise, "general", lambda: words)
    recognise.shared_by.cache_clear()  # the lexicon is held once for all texts
    cutter.cache_clear()
    return [signature(thread) for thread in MESSAGES]


@pytest.fixture(scope="module", autouse=True)
def _whole_again() -> Iterator[None]:
    yield
    recognise.shared_by.cache_clear()
    cutter.cache_clear()


@pytest.fixture(scope="module")
def whole() -> list[tuple[object, ...]]:
    with pytest.MonkeyPatch.context() as patch:
        return read_with(general(), patch)


# Read where an ask is carried on and where amounts are claimed: a thread whose reply shows it.
REPLIED: Final = {
    "link.closing": ("技改投了340万能补多少", "搞半天跟我没关系，行吧，拜拜"),
    "pending": ("办了时尚周投入800万，正在备案，补多少",),
    "link.own_years": ("2024年技改投了340万，2025年投了160万，都是次年申报，一共补多少",),
}
KINDS: Final = sorted({sense for senses in general().values() for sense in senses} - set(REPLIED))


@pytest.mark.parametrize("kind", KINDS)
def test_without_the_words_of_a_kind_some_message_reads_differently(
    kind: str, whole: list[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    left = {word: senses - {kind} for word, senses in general().items() if senses - {kind}}
    assert read_with(left, monkeypatch) != whole


@pytest.mark.parametrize("kind", sorted(REPLIED))
def test_without_the_words_of_a_kind_some_reply_differs(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said() -> tuple[object, ...]:
        assistant.cache_clear()
        recognise.shared_by.cache_clear()
        found = reply(*REPLIED[kind])
        return found.status, found.conclusion, found.due

    whole = said()
    left = {word: senses - {kind} for word, senses in general().items() if senses - {kind}}
    monkeypatch.setattr(recognise, "general", lambda: left)
    assert said() != whole
    assistant.cache_clear()
