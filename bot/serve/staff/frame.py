"""What every page of the staff shares: the bar, the frame, forms that carry their token."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from fastapi import Request
from starlette.responses import HTMLResponse, RedirectResponse

from bot.records.members import Member
from bot.serve.accounts.roles import Action, may, roles_in_words
from bot.serve.headers import up_from
from bot.serve.staff.access import FORM_TOKEN, Access, NotSignedIn
from bot.serve.web.markup import Markup, join, tag

BRAND: Final = "政策问答"
# Shown to whoever may use them; whether they may, each page checks itself.
PAGES: Final = (
    ("staff/desk", "待办", Action.SEE_DESK),
    ("staff/words", "词语不识", Action.SEE_DESK),
    ("staff/service", "办事信息", Action.ENTER_SERVICE),
    ("staff/figures", "统计", Action.SEE_FIGURES),
    ("staff/import", "收文", Action.IMPORT),
    ("staff/rules", "核对规则", Action.CHECK_RULES),
    ("staff/evals", "评测", Action.EVALUATE),
    ("staff/readings", "口径", Action.EDIT_READING),
    ("staff/accounts", "账户", Action.MANAGE_ACCOUNTS),
    ("staff/audit", "操作记录", Action.SEE_AUDIT),
)
REFRESH: Final = "2"  # seconds, of a page that shows something under way


class Frame:
    """One answer to a request: knows the way home from its address, whatever the prefix."""

    def __init__(self, request: Request, access: Access) -> None:
        self._path = str(request.scope["path"])
        self._form_token = access.form_token(request)
        self.member = access.member(request)
        self.up = up_from(self._path)

    @property
    def name(self) -> str:
        """The account that has signed in, as the log names it; "" for nobody."""
        return self.member.name if self.member else ""

    @property
    def person(self) -> str:
        """Whoever has signed in, as a check or a signature names them; "" for nobody."""
        return self.member.person if self.member else ""

    @property
    def signed_in(self) -> Member:
        """Who sends a form that was checked. Raises NotSignedIn where nobody has signed in."""
        if self.member is None:
            raise NotSignedIn
        return self.member

    def link(self, path: str) -> str:
        """An address of ours from this page: ``staff/import``."""
        return f"{self.up}{path}" or "./"

    def to(self, path: str) -> RedirectResponse:
        """The way to another page, after a form was taken."""
        return RedirectResponse(self.link(path), 303)

    def page(
        self, title: str, *parts: str, refresh: bool = False, status: int = 200, script: str = ""
    ) -> HTMLResponse:
        """A whole page. ``refresh``: it is fetched again while something is under way.

        ``script`` names a static file that adds to what the page can do without it.
        """
        head = [
            Markup('<meta charset="utf-8" />'),
            Markup('<meta name="viewport" content="width=device-width, initial-scale=1" />'),
            Markup('<meta http-equiv="refresh" content="{}" />').format(REFRESH) if refresh else "",
            tag("title", f"{title}－{BRAND}"),
            Markup('<link rel="stylesheet" href="{}site/staff.css" />').format(self.up),
            Markup('<script src="{}site/{}" defer></script>').format(self.up, script)
            if script
            else "",
        ]
        # Named as Gradio names its frame: the look of the public pages hangs on that name.
        main = tag("main", tag("div", *parts, class_="site-main staff"))
        body = tag("div", self._masthead(), main, class_="gradio-container")
        return HTMLResponse(
            Markup(
                '<!doctype html><html lang="zh-CN"><head>{}</head><body>{}</body></html>'
            ).format(join(head), body),
            status,
        )

    @property
    def form_token(self) -> Markup:
        """The field that every form of ours carries, for the forms of templates."""
        return hidden(FORM_TOKEN, self._form_token)

    def form(self, path: str, *parts: str, files: bool = False, class_: str = "") -> Markup:
        """A form that is posted to an address of ours."""
        return tag(
            "form",
            self.form_token,
            *parts,
            method="post",
            action=self.link(path),
            enctype="multipart/form-data" if files else None,
            class_=class_ or None,
            accept_charset="utf-8",
        )

    def _masthead(self) -> Markup:
        member = self.member if self.member and not self.member.given else None
        open_to = [page for page in PAGES if member and may(member, page[2])]
        pages = [(path, name) for path, name, _ in open_to] + [("", "回到咨询")]
        links = (
            tag("a", name, href=self.link(path),
                aria_current="page" if path and f"{self._path}/".startswith(f"/{path}/") else None)
            for path, name in pages
        )  # fmt: skip
        brand = tag("a", tag("b", BRAND), tag("span", "工作人员"), class_="brand",
                    href=self.link("staff"))  # fmt: skip
        nav = tag("nav", *links, aria_label="页面")
        inner = tag("div", brand, nav, self._signed_in(), class_="inner")
        skip = tag("a", "跳到正文", class_="skip", href="#content")
        bar = tag("header", tag("div", skip, inner, class_="masthead"), class_="masthead-holder")
        return bar + tag("span", id="content", tabindex="-1")

    def _signed_in(self) -> Markup:
        """Who has signed in, and the way out."""
        if self.member is None:
            return Markup("")
        who = tag("a", self.member.person, class_="who", href=self.link("staff/me"),
                  title=roles_in_words(self.member) or "没有角色")  # fmt: skip
        return self.form("staff/sign-out", who, button("退出"), class_="sign-out")


def hidden(name: str, value: str) -> Markup:
    """A field that nobody sees."""
    return Markup('<input type="hidden" name="{}" value="{}" />').format(name, value)


def box(name: str, value: str, label: str, *, rows: int = 1, hint: str = "") -> Markup:
    """A field to write in, with its label; of several rows where more is to be written."""
    area = tag(
        "textarea", f"\n{value}" if value.startswith("\n") else value, name_=name, id=name,
        rows=str(rows), placeholder=hint or None,
    )  # fmt: skip
    return tag("p", tag("label", label, for_=name), area, class_="field")


def choice(name: str, value: str, label: str, choices: Iterable[tuple[str, str]]) -> Markup:
    """A field to choose in: (value, Chinese) each."""
    options = (
        tag("option", words, value=key, selected="" if key == value else None)
        for key, words in choices
    )
    select = tag("select", *options, name_=name, id=name)
    return tag("p", tag("label", label, for_=name), select, class_="field")


def button(words: str, action: str = "", *, main: bool = False, name: str = "action") -> Markup:
    """What sends a form; ``action`` says what for."""
    kind = "main" if main else "plain"
    return tag("button", words, type="submit", name_=name if action else None,
               value=action or None, class_=f"do {kind}")  # fmt: skip


def alert(lines: Iterable[str], tone: str = "warn") -> Markup:
    """Lines that must be read; nothing where there are none."""
    said = [tag("li", line) for line in lines]
    return tag("ul", *said, class_=f"alert {tone}", role="alert") if said else Markup("")
