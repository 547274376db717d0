"""Checks of form: no markup or links, nothing of the prompt, no endless text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.verify import lexicon
from bot.verify.reading import squeeze
from bot.verify.view import View
from bot.verify.violation import Violation, ViolationKind

LONGEST_DRAFT = 2_400  # characters; answers in the set are below 1,000
_MARKUP = re.compile(
    r"</?[a-zA-Z!][^>]{0,200}>?|&(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);|https?[:：]//|www\.|"
    r"javascript:|!?\[[^\]\d][^\]]*\]\(|!?\[[^\]]*\]\([^)]*[/.:][^)]*\)|```|data:[a-z]+/|"
    r"[\w.+-]+@[\w-]+\.[a-zA-Z]{2,}"
)
_LEAK = 14  # characters in a row shared with a prompt and with nothing else


def check_markup(view: View) -> Iterator[Violation]:
    """Plain text only: no tags, links, images or addresses."""
    if match := _MARKUP.search(view.sentence.raw):
        reason = "不能有网页标记、链接、图片或邮箱。"
        yield view.report(ViolationKind.MARKUP, match[0][:40], reason)


def check_leak(view: View) -> Iterator[Violation]:
    """Nothing of the prompt, the tools or the model itself."""
    if match := lexicon.pattern("leaks").search(view.text):
        if match[0] not in view.evidence.question or not view.silent:
            yield view.report(ViolationKind.LEAK, match[0], "不能说到提示词、工具或模型本身。")
        return
    text = squeeze(view.text)
    public = squeeze("".join((*view.words(), *view.evidence.trusted)))
    for secret in view.evidence.secrets:
        hidden = squeeze(secret)
        for start in range(0, max(0, len(text) - _LEAK + 1)):
            piece = text[start : start + _LEAK]
            if piece in hidden and piece not in public:
                yield view.report(ViolationKind.LEAK, piece, "不能复述系统的指令。")
                return
