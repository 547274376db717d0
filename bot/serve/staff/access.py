"""Who may do what on the pages of the staff: the account behind a request, and its roles."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from typing import Final
from urllib.parse import urlencode, urlsplit

from fastapi import Request
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.types import Scope

from bot.records.members import Member
from bot.records.records import Records
from bot.records.sign_ins import Entered
from bot.serve.accounts.roles import Action, may, roles_in_words
from bot.serve.door import UPLOADS
from bot.serve.headers import up_from
from bot.serve.refusal import Refused, wants_page

COOKIE: Final = "policy_staff"
KNOWN: Final = "policy_known"  # tells a browser that was let in before from strange ones
KNOWN_DAYS: Final = 180
FORM_TOKEN: Final = "csrf"
FIELDS: Final = 2000  # of a form
SIGN_IN: Final = "staff/sign-in"
STRANGER: Final = "没有登录，或登录已经超时：这里只供工作人员，请先登录。"
GIVEN: Final = "这个密码是别人给您的：请先在“我的账户”里改成自己的，才能做别的。"
ME: Final = "staff/me"
NOT_YOURS: Final = "您的账户（{roles}）不能{action}。如需要，请联系管理员。"
STALE: Final = (
    "这张表单已经过期（重新登录过，或登录已超时），没有处理。请重新打开那一页，再填写提交。"
)
SIGN_IN_AGAIN: Final = "登录，然后回到填写的那一页"
OPEN_AGAIN: Final = "重新打开填写的那一页"
KEPT: Final = 80  # fields of a refused form that are shown
KEPT_EACH: Final = 8000  # characters of one
OF: Final = ("id", "doc", "rule", "card", "turn")  # by which the address of a form names its own
# What a form carries without anybody having written it, chosen from a list or hidden; and secrets.
UNWRITTEN: Final = frozenset(
    ("action", "as", "assignee", "card", "csrf", "doc", "document", "entry", "id", "number",
     "password", "rule", "stand", "topic", "turn")
)  # fmt: skip
ASKED: Final = "policy.asked"  # in a request's scope: what its route has asked for (`Checked`)
_MEMBER: Final = "policy.member"  # in a request's scope: looked up once


class NotSignedIn(Refused):
    """Nobody has signed in: a browser is led to where one can, and from there back."""

    def __init__(self) -> None:
        super().__init__(401, STRANGER, title="请先登录")

    def response(self, scope: Scope) -> Response:
        """The way to the form; for a program, or for what was to be changed, the refusal."""
        if not wants_page(scope) or scope["method"] != "GET":
            return super().response(scope)
        path, query = str(scope["path"]), scope["query_string"].decode("latin-1")
        back = urlencode({"next": f"{path}?{query}".rstrip("?")})
        return RedirectResponse(f"{up_from(path)}{SIGN_IN}?{back}", 303)


class PasswordGiven(Refused):
    """Somebody else knows the password: a browser is led to where it is changed."""

    def __init__(self) -> None:
        super().__init__(403, GIVEN, title="请先改密码")

    def response(self, scope: Scope) -> Response:
        """The way to one's own account; for what was to be changed, the refusal."""
        if not wants_page(scope) or scope["method"] != "GET":
            return super().response(scope)
        return RedirectResponse(f"{up_from(str(scope['path']))}{ME}", 303)


class Access:
    """Whoever has signed in, by the cookie of the browser; ``records`` opens what is kept."""

    def __init__(self, records: Callable[[], Records], root_path: str) -> None:
        self._records = records
        self._root = root_path

    def member(self, request: Request) -> Member | None:
        """Who sends a request; None for a stranger."""
        if _MEMBER not in request.scope:
            secret = self.secret(request)
            found = self._records().sign_ins.signed_in(secret) if secret else None
            request.scope[_MEMBER] = found
        member: Member | None = request.scope[_MEMBER]
        return member

    def check(self, request: Request, action: Action) -> Member:
        """Called by every route, before anything of the request is read; who sends it.

        Raises:
            Refused: nobody has signed in (401), or they may not, or not yet (403).
        """
        _ask(request, action)
        member = self.own(request)
        if member.given:
            raise PasswordGiven
        if not may(member, action):
            words = NOT_YOURS.format(
                roles=roles_in_words(member) or "没有角色", action=action.value
            )
            raise Refused(403, words, title="没有这项权限")
        return member

    def own(self, request: Request) -> Member:
        """Who sends a request about themselves. Raises Refused (401) where nobody signed in."""
        _ask(request, None)
        member = self.member(request)
        if member is None:
            raise NotSignedIn
        return member

    def stranger(self, request: Request) -> None:
        """Called by the few routes that are open to whoever has not signed in."""
        _ask(request, None)

    async def form(self, request: Request, action: Action, **bounds: int) -> FormData:
        """What was filled in, of somebody who may and in a form of ours.

        ``bounds`` are those of the parser: ``max_files``, ``max_part_size``.

        Raises:
            Refused: who sends it may not (401, 403), or the form is not of this sign-in (403).
                It shows what was filled in, and leads back to where that was done.
        """
        try:
            return await self._form(request, action, **bounds)
        except Refused as refused:
            sent = await _sent(request)
            refused.typed, refused.on = _written(sent), self._way_on(request, sent)
            raise

    async def _form(self, request: Request, action: Action, **bounds: int) -> FormData:
        self.check(request, action)
        filled = await self._ours(request, **bounds)
        try:
            self.check(request, action)  # the form may have taken minutes to arrive
        except Refused:
            await filled.close()
            raise
        return filled

    async def own_form(self, request: Request, **bounds: int) -> FormData:
        """What somebody who has signed in filled in about themselves, as `form`.

        Where it is refused nothing of it is shown again: it may hold a password.
        """
        try:
            return await self._ours(request, **bounds)
        except Refused as refused:
            refused.on = self._way_on(request, {})
            raise

    async def _ours(self, request: Request, **bounds: int) -> FormData:
        """A form of this sign-in. Raises Refused."""
        self.own(request)
        filled = await request.form(max_fields=FIELDS, **bounds)
        given = filled.get(FORM_TOKEN)
        del request.scope[_MEMBER]
        try:
            self.own(request)
            if not isinstance(given, str) or not _same(given, self.form_token(request)):
                raise Refused(403, STALE, title="表单过期")
        except Refused:
            await filled.close()
            raise
        return filled

    def _way_on(self, request: Request, sent: Mapping[str, object]) -> tuple[str, str]:
        """How whoever filled in a form that was refused goes on: words and address."""
        came = urlsplit(request.headers.get("referer", ""))
        path, up = came.path.removeprefix(self._root), up_from(str(request.scope["path"]))
        # A page that answered a form has no query: the form says what it was of.
        query = came.query or urlencode({name: sent[name] for name in OF if name in sent})
        page = f"{path}?{query}".rstrip("?") if f"{path}/".startswith("/staff/") else "/staff"
        if self.member(request) is None:
            return SIGN_IN_AGAIN, f"{up}{SIGN_IN}?{urlencode({'next': page})}"
        return OPEN_AGAIN, f"{up}{page.lstrip('/')}"

    def form_token(self, request: Request) -> str:
        """What every form of ours carries and no other site can read: of this sign-in alone."""
        return hmac.new(self.secret(request).encode(), b"form", hashlib.sha256).hexdigest()

    def secret(self, request: Request) -> str:
        """What the browser holds of its sign-in; "" where it holds nothing."""
        return self.held(request, COOKIE)

    def known(self, request: Request) -> str:
        """By what the browser is known from earlier sign-ins; "" for a strange one."""
        return self.held(request, KNOWN)

    def enter(self, request: Request, response: Response, entered: Entered) -> Response:
        """The response with the cookie of a new sign-in; an older one of the browser ends."""
        if old := self.secret(request):
            self._records().sign_ins.sign_out(old)
        self.give(request, response, COOKIE, entered.secret)
        self.give(request, response, KNOWN, entered.known, KNOWN_DAYS * 24 * 60 * 60)
        return response

    def leave(self, request: Request, response: Response) -> Response:
        """The response that takes the cookie away; its secret is worth nothing any more."""
        self._records().sign_ins.sign_out(self.secret(request))
        self.give(request, response, COOKIE, "", 0)
        return response

    def held(self, request: Request, name: str) -> str:
        """What the browser holds under one of our names; "" for nothing."""
        return request.cookies.get(self._named(request, name), "")

    def give(
        self,
        request: Request,
        response: Response,
        name: str,
        value: str,
        seconds: int | None = None,
    ) -> None:
        """Have the browser hold something, until it is closed or for so many seconds."""
        response.set_cookie(
            self._named(request, name),
            value,
            max_age=seconds,
            path=self._root or "/",
            # A proxy that ends TLS may not have been named (TRUSTED_PROXIES): the browser knows.
            secure=_over_tls(request) or request.headers.get("origin", "").startswith("https:"),
            httponly=True,
            samesite="lax",  # strict would not come along from a link in a mail; forms have a token
        )

    def _named(self, request: Request, name: str) -> str:
        """The name of a cookie of ours: over TLS one that no neighbour can plant.

        ``__Host-``: set by this host, over TLS, for all of it; below a path, ``__Secure-``.
        """
        if not _over_tls(request):
            return name
        return f"__Secure-{name}" if self._root else f"__Host-{name}"


def _over_tls(request: Request) -> bool:
    return request.url.scheme == "https"


def _ask(request: Request, action: Action | None) -> None:
    request.scope.setdefault(ASKED, []).append(action)


async def _sent(request: Request) -> Mapping[str, object]:
    """The fields of a form that is refused, where a page can show them; without files."""
    if request.scope["path"] in UPLOADS or not wants_page(request.scope):
        return {}
    try:
        return await request.form(max_files=0, max_fields=FIELDS)
    except HTTPException:  # not a form
        return {}


def _written(sent: Mapping[str, object]) -> Sequence[str]:
    """What somebody wrote into a form, as far as a page shows it."""
    written = (
        str(value).strip() for name, value in sent.items()
        if name.rpartition(".")[2] not in UNWRITTEN
    )  # fmt: skip
    return [words[:KEPT_EACH] for words in written if words][:KEPT]


def _same(given: str, right: str) -> bool:
    """Whether two secrets agree, in a time that tells nothing of where they differ."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), right.encode())
