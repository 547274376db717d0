"""Which addresses there are: what the pages and the interface use, and nothing else.

Gradio, which holds one page of ours, would serve dozens: it stores what is sent to it, fetches what
an object names as ``path`` or ``url``, calls functions. The page calls none and sends it nothing.
"""

from __future__ import annotations

import re
from typing import Final

from starlette.types import Scope

from bot.serve.refusal import Refused

OPEN: Final = tuple(
    (frozenset(methods.split()), re.compile(pattern))
    for methods, pattern in (
        ("GET HEAD", r"/(?:library|profile)?/?"),
        ("GET HEAD POST", r"/(?:calc|checkup)/?"),
        ("POST", r"/(?:calc|checkup)/result|/checkup/report\.(?:pdf|docx|xlsx)"),
        ("GET HEAD", r"/feed\.atom|/calendar\.ics"),
        ("GET HEAD", r"/conversations|/[ac]/[\w-]{16,64}"),
        ("GET HEAD", r"/c/[\w-]{16,64}/(?:turns|export/(?:docx|pdf))"),
        ("POST", r"/c/[\w-]{16,64}/(?:delete|\d{1,6}/(?:share|judge))"),
        ("GET HEAD", r"/library/original"),
        ("GET HEAD", r"/healthz|/openapi\.json|/favicon\.ico"),
        ("GET HEAD", r"/site/[\w.-]+"),
        # All that a browser asks Gradio for, beside the page itself.
        ("GET HEAD", r"/theme\.css|/assets/[\w.-]+|/static/js/iframeResizer[\w.]+"),
        ("GET HEAD POST", r"/api(?:/[\w./-]*)?"),
        ("POST", r"/ask"),  # the page 咨询 asks
        ("GET HEAD POST", r"/staff(?:/[\w-]{1,60}){0,5}"),
    )
)
# The addresses that take files: see bot.serve.staff.
UPLOADS: Final = frozenset({"/staff/import", "/staff/evals/upload"})
NOWHERE: Final = "没有这个地址。请从首页进入，或检查网址是否完整。"
OTHERWISE: Final = "这个地址不能这样访问。"
_PAGE: Final = re.compile(r"/(?:calc|checkup|library|c/[\w-]{16,64})?")


def check_address(scope: Scope) -> None:
    """Raises Refused: 404 for an address that there is not, 405 for a method it does not take."""
    methods = [methods for methods, pattern in OPEN if pattern.fullmatch(scope["path"])]
    if not methods:
        raise Refused(404, NOWHERE)
    if not any(scope["method"] in allowed for allowed in methods):
        raise Refused(405, OTHERWISE)


def is_page(scope: Scope) -> bool:
    """Whether an address is that of a public page, which knows its visitors by a cookie."""
    return _PAGE.fullmatch(scope["path"]) is not None
