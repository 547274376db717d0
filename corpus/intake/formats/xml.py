"""XML from outside: no entity replaced, nothing else read, no deeper than a document is."""

from __future__ import annotations

from lxml import etree

from corpus.intake.formats import bounds
from corpus.intake.formats.archive import DAMAGED
from corpus.problem import DataError


def read_xml(raw: bytes, name: str) -> etree._Element:
    """The root of an XML file; nothing outside it is read, no entity is replaced.

    Raises:
        DataError: it is no XML, declares a document type, or nests too deeply.
    """
    if b"<!DOCTYPE" in raw[:2_000] or b"<!ENTITY" in raw:
        raise DataError(f"里面的 {name} 带有实体声明，这类文件不应有", "请核实来源")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise DataError(f"里面的 {name} 不是完好的 XML", DAMAGED) from error
    if _depth(root) > bounds.DEPTH:
        raise DataError(f"里面的 {name} 层层嵌套超过 {bounds.DEPTH} 层", "请核实来源")
    return root


def _depth(root: etree._Element) -> int:
    deepest = depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest
