"""Places in running text: found with their suffix, short where nothing else is meant."""

from __future__ import annotations

import pytest

from corpus.regions import above, by_code, find, named, within
from corpus.regions.gazetteer import gazetteer


def sole(name: str, upper: str = "") -> str:
    """The code of the one place of that name below an upper one."""
    [code] = [
        one.code for one in named(name)
        if not upper or upper in [up.short for up in above(one)]
    ]  # fmt: skip
    return code


def codes(text: str) -> list[list[str]]:
    return [[one.code for one in place.divisions] for place in find(text)]


@pytest.mark.parametrize(
    ("text", "words", "lies_in"),
    [
        ("广东省深圳市龙岗区", ["广东省", "深圳市", "龙岗区"], ["深圳市", "广东省"]),
        ("深圳光明的厂", ["深圳", "光明"], ["深圳市", "广东省"]),
        ("江苏省南通市通州区", ["江苏省", "南通市", "通州区"], ["南通市", "江苏省"]),
        ("东莞虎门有厂", ["东莞", "虎门"], ["东莞市", "广东省"]),
        ("延边朝鲜族自治州", ["延边朝鲜族自治州"], ["吉林省"]),
        ("昆山的企业", ["昆山"], ["苏州市", "江苏省"]),
        ("恩施有一家厂", ["恩施"], ["湖北省"]),
        ("四川内江经开区", ["四川", "内江经开区"], ["内江市", "四川省"]),
        ("前海的公司", ["前海"], ["深圳市", "广东省"]),
        ("中关村示范区内的企业", ["中关村示范区"], ["北京市"]),
    ],
)
def test_a_place_is_found_with_what_it_lies_in(
    text: str, words: list[str], lies_in: list[str]
) -> None:
    places = find(text)
    assert [place.text for place in places] == words
    assert all(text[place.start : place.end] == place.text for place in places)
    last = places[-1].division
    assert last is not None
    assert [upper.name for upper in above(last)] == lies_in


@pytest.mark.parametrize(
    "text",
    [
        "合作共赢", "延长期限", "公安机关会同有关部门", "世界和平", "光明的前途", "东西方向",
        "创新和发展", "保障资金安全", "重大新产品", "本市城区与郊区", "建成县级平台", "新县城",
        "财政和政策", "上海路", "真金白银", "人民群众安居乐业", "加大同级财政支持", "惠民惠农补贴",
    ],
)  # fmt: skip
def test_an_ordinary_word_is_no_place(text: str) -> None:
    assert [place.text for place in find(text)] == []


def test_an_ordinary_word_with_its_suffix_is_a_place() -> None:
    assert [place.text for place in find("合作市与延长县")] == ["合作市", "延长县"]


def test_one_name_of_several_places_keeps_all_until_something_decides() -> None:
    assert len(codes("鼓楼区的企业")[0]) == 4
    assert codes("南京市鼓楼区")[-1] == [sole("鼓楼区", "南京")]
    assert codes("福州的政策，鼓楼区的企业")[-1] == [sole("鼓楼区", "福州")]
    assert codes("东城、西城、朝阳")[-1] == [sole("朝阳", "北京")]


def test_a_short_name_of_two_levels_means_the_upper() -> None:
    assert codes("海南的企业") == [["460000"]]
    assert codes("吉林") == [["220000"]]
    assert codes("吉林市") == [["220200"]]
    assert codes("南昌") == [[sole("南昌市")]]


def test_near_its_own_region_a_text_may_leave_the_suffix_out() -> None:
    home = named("龙岗区")
    assert [place.text for place in find("光明有厂，南山也有", home)] == ["光明", "南山"]
    assert [place.text for place in find("光明的前途", named("海淀区"))] == []
    assert find("市中区的企业", named("内江市"))[0].division == find("内江市市中区")[1].division


def test_a_zone_is_one_place_whatever_its_name_is_cut_to() -> None:
    [short], [full] = codes("内江高新区"), codes("内江市高新技术产业开发区")
    assert short == full
    zone = by_code(short[0])
    assert zone is not None
    assert zone.name == "内江高新区"
    assert within(zone, named("四川")[0])
    assert not within(named("四川")[0], zone)


def test_places_abroad_lie_in_no_province() -> None:
    [place] = find("在米兰参展")
    assert place.division is not None
    assert (place.division.name, place.division.parent) == ("意大利", "abroad")
    assert above(place.division) == ()


def test_every_division_lies_in_one_that_is_held() -> None:
    held = gazetteer().by_code
    assert len(held) > 3300
    missing = [one for one in held.values() if one.parent not in ("", "abroad", *held)]
    assert missing == []
