"""Everything that can be wrong with a policy folder, each done to a sound one.

What a clerk then reads stands in ``fixtures/broken-folders.txt``, under the same heading.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.corpus.policies import CARDS, META, READINGS, RULES, TEXT, of, write_policy

Deed = Callable[[Path], object]
NAME = "b"  # between the sound folders a and c
LINES = Path(__file__).parent / "fixtures" / "broken-folders.txt"


@dataclass(frozen=True)
class Fault:
    """What is done to a sound folder: files that are written over, and then a deed."""

    files: Mapping[str, str | bytes]
    deed: Deed | None = None

    def write(self, root: Path, name: str = NAME) -> None:
        """Write the broken folder."""
        folder = write_policy(root, name, **self.files)
        if self.deed:
            self.deed(folder)


def fault(deed: Deed | None = None, **files: str | bytes) -> Fault:
    return Fault(files, deed)


def lines() -> dict[str, list[str]]:
    """Heading of a fault → every line that is said of the folder."""
    found: dict[str, list[str]] = {}
    for line in filter(None, LINES.read_text("utf-8").splitlines()):
        if line.startswith("# "):
            lines_of_fault = found.setdefault(line.removeprefix("# "), [])
        else:
            lines_of_fault.append(line)
    return found


def cards(*changes: tuple[str, str]) -> str:
    return of(CARDS, NAME, *changes)


def meta(*changes: tuple[str, str]) -> str:
    return of(META, NAME, *changes)


def rules(*changes: tuple[str, str]) -> str:
    return of(RULES, NAME, *changes)


def readings(*changes: tuple[str, str]) -> str:
    return of(READINGS, NAME, *changes)


def amendments(*changes: tuple[str, str]) -> str:
    return of(AMENDMENTS, NAME, *changes)


def without(name: str) -> Deed:
    return lambda folder: (folder / name).unlink()


def text_as(make: Deed) -> Deed:
    """Put what ``make`` makes at its path in place of text.txt."""

    def deed(folder: Path) -> None:
        (folder / "text.txt").unlink()
        make(folder / "text.txt")

    return deed


def only_a_source(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    (folder / "source.pdf").write_bytes(b"%PDF-1.7")


AMENDMENTS = """amends: 某细则
short: 细则
operations:
  - {{kind: add, target: 第1条, name: 补助, clause: 第1条, topic: 补助, quote: 对企业}}
"""
GENERAL = """general_conditions:
  clause: 第1条
  quote: 对企业给予补助
  conditions: [{name: 在本地, span: 在本地经营}]
"""
FEBRUARY = ("1月5日", "2月31日")
VALIDITY = "validity: 自2024年1月5日起施行，有效期3年"
BIG5 = "第一條　對於企業給予補助，實施細則另行規定，並公佈於網站。".encode("big5")
UTF16 = "第一条　市政府对企业给予补助。".encode("utf-16-le")

FAULTS: dict[str, Fault] = {
    # the folder and its text
    "no text": fault(deed=without("text.txt")),
    "no meta": fault(deed=without("meta.yaml")),
    "only a source": fault(deed=only_a_source),
    "an empty text": fault(text_txt=" \n"),
    "a text in Big5": fault(text_txt=BIG5),
    "a text that is a PDF": fault(text_txt=b"%PDF-1.7\n\x00\x01\x02"),
    "a text in UTF-16 without its mark": fault(text_txt=UTF16),
    "a text with the mark of UTF-8 and other bytes": fault(text_txt=b"\xef\xbb\xbf\xff\xff"),
    "a text of 20 MB": fault(text_txt="补" * 7_000_000),
    "a text that links to itself": fault(deed=text_as(lambda path: path.symlink_to(path.name))),
    "a text that links to nothing": fault(deed=text_as(lambda path: path.symlink_to("gone.txt"))),
    "a folder in place of the text": fault(deed=text_as(Path.mkdir)),
    "a pipe in place of the text": fault(deed=text_as(os.mkfifo)),
    # what is no YAML
    "a bracket left open": fault(cards_yaml="- id: a\n  names: [甲, 乙\n"),
    "a quotation mark left open": fault(meta_yaml='id: "b\n'),
    "a colon inside a value": fault(cards_yaml="- id: a\n  name: 甲: 乙\n"),
    "a line without colon": fault(scope_yaml="sectors:\n  clause: 前言\n  甲\n  乙: 丙\n"),
    "indentation that does not align": fault(amendments_yaml="- a\nb: c\n"),
    "a tab": fault(cards_yaml="- id: a\n\tclause: 第2条\n"),
    "a sign that may not begin a value": fault(facts_yaml="- name: @甲\n"),
    "a backslash in double quotes": fault(facts_yaml='- {name: 甲, met: "\\d"}\n'),
    "a control character": fault(cards_yaml="- id: a\n- id: \x01\n"),
    "aliases that explode": fault(cards_yaml="a: &a [x, x]\nb: [*a, *a]\n"),
    "a tag": fault(cards_yaml="!!python/object:os.system x\n"),
    "two files in one": fault(cards_yaml="- a\n---\n- b\n"),
    "a field written twice": fault(meta_yaml=META.format(id=NAME) + "title: 某通知\n"),
    "a field without name": fault(meta_yaml=": 甲\n"),
    "nesting without end": fault(cards_yaml="[" * 100_000),
    "a YAML file of 0.8 MB": fault(cards_yaml="- x\n" * 200_000),
    "data in Big5": fault(cards_yaml=BIG5),
    # the wrong shape
    "an empty file": fault(cards_yaml=""),
    "nothing but a comment": fault(facts_yaml="# 待补\n"),
    "a list where fields are due": fault(meta_yaml="- id: b\n"),
    "fields where a list is due": fault(cards_yaml="id: b\n"),
    "a number where words are due": fault(cards_yaml=cards(("name: 补助", "name: 2024"))),
    "yes and no where words are due": fault(cards_yaml=cards(("name: 补助", "name: true"))),
    "nothing where words are due": fault(cards_yaml=cards(("name: 补助", "name:"))),
    "a word where a list is due": fault(cards_yaml=cards(("names: [补助]", "names: 补助"))),
    "words where a number is due": fault(meta_yaml=META.format(id=NAME) + "year: 二〇二四\n"),
    "a field that is missing": fault(cards_yaml=cards(("  name: 补助\n", ""))),
    "a field that does not exist": fault(cards_yaml=cards(("names:", "nick: 甲\n  names:"))),
    "a card field that does not exist": fault(cards_yaml=cards(("标准:", "标注:"))),
    "a card field without words": fault(cards_yaml=cards(("[每家企业补助50万元]", "[]"))),
    "a saying without wording": fault(facts_yaml="- name: 甲\n"),
    "a wording without reason": fault(vocabulary_yaml="- say: [甲]\n  mean: [乙]\n"),
    "a kind of text that does not exist": fault(meta_yaml=meta(("措施", "法律"))),
    "a kind of change that does not exist": fault(amendments_yaml=amendments(("add", "append"))),
    "a type of input that does not exist": fault(rules_yaml=rules(("type: count", "type: heads"))),
    # what the text does not hold
    "a folder and an id that differ": fault(meta_yaml=of(META, "d")),
    "a validity that is not in the text": fault(meta_yaml=meta(("有效期3年", "有效期5年"))),
    "a name without words that state it": fault(meta_yaml=META.format(id=NAME) + "issuer: 某局\n"),
    "a day that does not exist": fault(text_txt=of(TEXT, NAME, FEBRUARY), meta_yaml=meta(FEBRUARY)),
    "a date without day": fault(meta_yaml=meta((VALIDITY, "dated: 2024年1月"))),
    "words without a day as validity": fault(
        meta_yaml=meta((VALIDITY, "validity: 对企业给予补助"))
    ),
    "an interpreter that is not named": fault(
        meta_yaml=META.format(id=NAME) + "  interpreter: 对企业\n"
    ),
    "a quote that is not in the text": fault(cards_yaml=cards(("50万元", "60万元"))),
    "a clause that is not in the text": fault(cards_yaml=cards(("第2条", "第9条"))),
    "a ground that is not in the text": fault(readings_yaml=readings(("每家企业", "每家单位"))),
    "a scope that is not in the text": fault(
        scope_yaml="interpreter: {clause: 第3条, quote: 由某局解释}\n"
    ),
    "a change that is not in the text": fault(amendments_yaml=amendments(("对企业", "对个人"))),
    "a rule whose quote was changed": fault(
        rules_yaml=rules(("quote: 每家企业补助50万元", "quote: 每家企业补助60万元"))
    ),
    "a rule with a name it does not bind": fault(rules_yaml=rules(("* 标准", "* 奖励"))),
    "a rule of another clause": fault(rules_yaml=rules(("第2条", "第8条"))),
    "a general condition that is not in the text": fault(rules_yaml=GENERAL + rules()),
    # regular expressions and ids
    "a bracket in a regular expression": fault(facts_yaml="- {name: 甲, met: '(甲'}\n"),
    "a bad repetition": fault(facts_yaml="- {name: 甲, met: 甲, unmet: '*甲'}\n"),
    "a regular expression read in two ways": fault(facts_yaml="- {name: 甲, met: '[[甲]'}\n"),
    "a card twice": fault(cards_yaml=cards() * 2),
    "a card that another folder has": fault(cards_yaml=of(CARDS, "a")),
    "a rule that another folder has": fault(rules_yaml=of(RULES, "a")),
    "a reading that another folder has": fault(readings_yaml=of(READINGS, "a")),
    # several at once
    "every problem of every file": fault(
        text_txt=of(TEXT, NAME, ("50万元", "60万元")),
        meta_yaml=meta(("id: b", "id: d"), ("有效期3年", "有效期5年")),
        facts_yaml="- met: '('\n",
        vocabulary_yaml="甲",
    ),
}
