"""The fixed mix of messages that every collection is asked."""

from __future__ import annotations

from typing import Final

from corpus.library import Library
from evals.case import OWN_CASES
from evals.questions import read_questions

_OWN: Final = 40  # cases of the own set, spread over it
_TITLES: Final = 4  # texts that are asked for by their titles, spread over the collection
_ALWAYS: Final = (
    ("你好",),
    ("谢谢",),
    ("在吗",),
    ("第3条",),
    ("第三条",),
    ("第5条写了什么",),
    ("第一条第二款",),
    ("第9999条",),
    ("三、（一）",),
    ("有哪些补贴可以申请？",),
    ("今天天气怎么样",),
    ("帮我写一首诗",),
    ("hello",),
    ("？？？",),
    ("火星有什么补贴",),
    ("《没有这份文件的管理办法》里怎么规定的？",),
    ("有效期到什么时候？",),
    ("最高能给多少钱",),
)


def messages(library: Library) -> tuple[tuple[str, ...], ...]:
    """Threads of messages; the last of each is timed."""
    own = [one.turns for path in OWN_CASES for one in read_questions(path)]
    documents = library.documents
    titled = [documents[i * (len(documents) - 1) // (_TITLES - 1)].title for i in range(_TITLES)]
    return (
        *own[:: max(1, len(own) // _OWN)][:_OWN],
        *_ALWAYS,
        *((f"《{title}》说了什么？",) for title in titled),
    )
