"""Which addresses there are, and what may be sent to Gradio: the values of its fields, no files.

Gradio takes any object with a ``path`` or ``url`` for a file that it should fetch. No component of
ours takes files; so nothing that looks like one gets through, whatever Gradio would make of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.types import Scope

from bot.serve.refusal import Refused

GRADIO: Final = "/gradio_api/"
# What the pages and the API really use. Everything else that the libraries would serve is closed.
OPEN: Final = tuple(
    (frozenset(methods.split()), re.compile(pattern))
    for methods, pattern in (
        ("GET HEAD", r"/(?:library|profile)?/?"),
        ("GET HEAD POST", r"/(?:calc|checkup)/?"),
        ("POST", r"/(?:calc|checkup)/result|/checkup/report\.(?:pdf|docx|xlsx)"),
        ("GET HEAD", r"/banner|/feed\.atom|/calendar\.ics"),
        ("GET HEAD", r"/conversations|/[ac]/[\w-]{16,64}"),
        ("GET HEAD", r"/c/[\w-]{16,64}/(?:turns|export/(?:docx|pdf))"),
        ("POST", r"/c/[\w-]{16,64}/(?:delete|\d{1,6}/(?:share|judge))"),
        ("GET HEAD", r"/library/original"),
        ("GET HEAD", r"/healthz|/openapi\.json|/favicon\.ico|/theme\.css"),
        ("GET HEAD", r"/site/[\w.-]+"),
        ("GET HEAD", r"/assets/[\w.-]+"),
        ("GET HEAD", r"/static/(?:js|fonts|img)/(?:[\w-]+/)*[\w-]+(?:\.[\w-]+)+"),
        ("GET HEAD POST", r"/api(?:/[\w./-]*)?"),
        ("POST", r"/ask"),  # the page 咨询 asks
        ("GET HEAD POST", r"/staff(?:/[\w-]{1,60}){0,5}"),
        ("POST", GRADIO + r"queue/join"),
        ("GET", GRADIO + r"queue/data"),
        ("GET", GRADIO + r"heartbeat/\w{1,40}"),
        ("GET", GRADIO + r"app_id"),  # a page that lost its connection asks whether we are back
    )
)
JOIN: Final = GRADIO + "queue/join"  # a page calls a function
NEWS: Final = GRADIO + "queue/data"  # and fetches what it returns
# The addresses that take files: see bot.serve.staff.
UPLOADS: Final = frozenset({"/staff/import", "/staff/evals/upload"})
STREAMS: Final = (NEWS, GRADIO + "heartbeat/")
NOWHERE: Final = "没有这个地址。请从首页进入，或检查网址是否完整。"
OTHERWISE: Final = "这个地址不能这样访问。"
NO_FILES: Final = "这里不接受文件或网址，只接受填写的内容。"
UNREADABLE: Final = "请求的内容无法识别，请刷新页面后重试。"
FIELDS: Final = frozenset({"data", "event_data", "fn_index", "trigger_id", "session_hash"})
FILE_KEYS: Final = frozenset({"path", "url", "_type"})
GRADIOS_OWN: Final = frozenset({"deep_link", "page"})  # parameters by which it finds a state
_CONVERSATION: Final = re.compile(r"/c/[\w-]{16,64}")
_PAGE: Final = re.compile(r"/(?:calc|checkup|library|c/[\w-]{16,64})?")
SESSION: Final = re.compile(r"\w{1,40}")


def check_address(scope: Scope) -> None:
    """Raises Refused: 404 for an address that there is not, 405 for a method it does not take."""
    methods = [methods for methods, pattern in OPEN if pattern.fullmatch(scope["path"])]
    if not methods or GRADIOS_OWN & query_of(scope).keys():
        raise Refused(404, NOWHERE)
    if not any(scope["method"] in allowed for allowed in methods):
        raise Refused(405, OTHERWISE)


def is_page(scope: Scope) -> bool:
    """Whether an address is that of a public page, which knows its visitors by a cookie."""
    return _PAGE.fullmatch(scope["path"]) is not None


def is_conversation(scope: Scope) -> bool:
    """Whether an address is that of a conversation."""
    return _CONVERSATION.fullmatch(scope["path"]) is not None


def query_of(scope: Scope) -> dict[str, str]:
    """The parameters of an address, the last of each name."""
    return dict(parse_qsl(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True))


def check_call(body: bytes) -> str:
    """The session that a call of a page function belongs to.

    Read by the parser that reads it afterwards, and every pair of a repeated key is looked at.

    Raises:
        Refused: it carries a file or an address (400), or is not what a page of ours sends.
    """
    try:
        call = json.loads(body, object_pairs_hook=_object)
        json.dumps(call, ensure_ascii=False).encode()  # half a character could not be sent back
    except (ValueError, RecursionError):
        raise Refused(400, UNREADABLE) from None
    if not isinstance(call, dict) or call.keys() - FIELDS:
        raise Refused(400, UNREADABLE)
    session = call.get("session_hash")
    if not isinstance(session, str) or not SESSION.fullmatch(session):
        raise Refused(400, UNREADABLE)
    function = call.get("fn_index")
    if type(function) is not int or function < 0 or not isinstance(call.get("data"), list):
        raise Refused(400, UNREADABLE)
    return session


def _object(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in FILE_KEYS:
            raise Refused(400, NO_FILES)
        if key in found:
            raise Refused(400, UNREADABLE)
        found[key] = value
    return found
