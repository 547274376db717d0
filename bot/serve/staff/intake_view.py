"""What the import pages show: the desk, one batch, and one file beside what was read of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.serve.staff.desk import Batch, State, Upload, value_of
from bot.serve.staff.frame import Frame, alert, box, button, choice, hidden
from bot.serve.web.badges import badge
from bot.serve.web.markup import Markup, join, tag
from corpus.clause import Clause, ClauseKind
from corpus.document import DocumentKind
from corpus.intake.draft import Draft
from corpus.intake.held import Held
from corpus.intake.proposal import NAMES, Field
from corpus.parse import parse

KINDS: Final = {
    ClauseKind.TITLE: "题名", ClauseKind.PREAMBLE: "前言", ClauseKind.HEADING: "标题",
    ClauseKind.CLAUSE: "条款", ClauseKind.PARAGRAPH: "款", ClauseKind.TABLE: "表格",
    ClauseKind.ANNEX: "附件", ClauseKind.CLOSING: "落款", ClauseKind.REMNANT: "残留",
}  # fmt: skip
TONES: Final = {
    State.WAITING: "plain", State.READING: "brand", State.FAILED: "stop", State.READ: "good",
    State.PUBLISHED: "good",
}  # fmt: skip
SEVERAL: Final = (Field.ALIASES, Field.REPEALS, Field.AMENDS)
HINTS: Final = {
    Field.DATED: "如 2024-01-05；正文没有印出的留空", Field.ISSUED: "同上",
    Field.REGION: "写到省、市、县，如 广东省深圳市龙岗区",
    Field.VALIDITY: "照抄正文关于效力的那一句", Field.INTERPRETER: "如 由某局负责解释",
    Field.ALIASES: "每行一个",
}  # fmt: skip
DRAWN: Final = 1500  # clauses of a tree that a page lists
EXCERPT: Final = 60  # characters of a clause
UNPLACED: Final = 200  # lines that could not be placed, of those listed
FORMATS: Final = "可放 Word（.docx、.doc）、PDF、OFD、网页、纯文本、扫描件。"


def upload_form(frame: Frame) -> Markup:
    """Where files are put in."""
    files = Markup('<input type="file" name="files" id="files" multiple required />')
    label = tag("label", "选择文件（可以一次选许多个）", for_="files")
    return frame.form("staff/import", tag("p", label, files, class_="field"),
                      tag("p", FORMATS, class_="quiet"), button("放入", main=True),
                      files=True, class_="card")  # fmt: skip


def desk_list(frame: Frame, batches: Sequence[Batch]) -> Markup:
    """The batches that are on the desk."""
    rows = (
        tag("li", tag("a", f"{_names(batch)}（{len(batch.uploads)}个文件）",
                      href=frame.link(f"staff/import/{batch.id}")), " ", _tally(batch))
        for batch in batches
    )  # fmt: skip
    return (
        tag("section", tag("h2", "正在处理"), tag("ul", *rows), class_="card")
        if batches
        else Markup("")
    )


def _names(batch: Batch) -> str:
    return "、".join(one.name for one in batch.uploads[:2])


def _tally(batch: Batch) -> Markup:
    states = [one.state for one in batch.uploads]
    return Markup(" ").join(
        badge(f"{state.value} {states.count(state)}", TONES[state])
        for state in State
        if state in states
    )


def held_list(frame: Frame, held: Sequence[Held], last: Sequence[str]) -> Markup:
    """Every document with its switch, and what can be taken back."""
    rows = [_held_row(frame, one) for one in held]
    table = tag("table", tag("tbody", *rows), class_="plain")
    undo = Markup("")
    if last:
        undo = frame.form(
            "staff/import/undo",
            hidden("last", "\n".join(last)),
            tag("p", f"最近一次发布：{'、'.join(last)}"),
            button("撤回最近一次发布"),
        )
    parts = (tag("h2", f"已有的文件（{len(held)}份）"), undo, tag("div", table, class_="wide"))
    return tag("section", *parts, class_="card")


def _held_row(frame: Frame, one: Held) -> Markup:
    state = badge("在用", "good") if one.on else badge("停用", "plain")
    what = button("停用", "off") if one.on else button("启用", "on")
    switch = frame.form("staff/import/switch", hidden("id", one.id), what)
    name = tag("td", one.title or one.id, tag("div", one.id, class_="quiet"))
    return tag("tr", name, tag("td", state), tag("td", switch))


def batch_list(frame: Frame, batch: Batch) -> Markup:
    """A line for each file, and the button that publishes those that are ready."""
    rows = [tag("tr", *_upload_row(frame, batch, one)) for one in batch.uploads]
    table = tag("div", tag("table", tag("tbody", *rows), class_="plain"), class_="wide")
    ready = [one for one in batch.uploads if _ready(one)]
    publish = button(f"发布选中的文件（可发布{len(ready)}份）", "publish", main=True)
    return frame.form(f"staff/import/{batch.id}", table, publish if ready else "", class_="card")


def _ready(upload: Upload) -> bool:
    draft = upload.draft
    return upload.state is State.READ and draft is not None and not draft.problems


def _upload_row(frame: Frame, batch: Batch, upload: Upload) -> Iterator[Markup]:
    tick = Markup("")
    if _ready(upload):
        checked = (
            Markup(' checked=""') if not upload.draft or not upload.draft.notes else Markup("")
        )
        tick = Markup(
            '<input type="checkbox" name="number" value="{}" aria-label="{}"{} />'
        ).format(str(upload.number), f"选中{upload.name}", checked)
    yield tag("td", tick)
    link = frame.link(f"staff/import/{batch.id}/{upload.number}")
    title = upload.draft.title if upload.draft else ""
    name = tag("a", upload.name, href=link) if upload.draft else upload.name
    yield tag("td", name, tag("div", title, class_="quiet"))
    far = (
        f" {upload.done}/{upload.total}页" if upload.state is State.READING and upload.total else ""
    )
    yield tag("td", badge(f"{upload.state.value}{far}", TONES[upload.state]))
    yield tag("td", _said(upload))


def _said(upload: Upload) -> Markup:
    lines = [upload.error] if upload.error else []
    if upload.published:
        lines.append(f"编号 {upload.published}")
    elif upload.draft is not None:
        lines += [f"请改正：{one}" for one in upload.draft.problems]
        if notes := len(upload.draft.notes):
            lines.append(f"{notes} 处请看一眼")
    return join(tag("div", line) for line in lines)


def file_page(
    frame: Frame, batch: Batch, upload: Upload, draft: Draft, same: Sequence[str]
) -> Markup:
    """The original beside the tree, and below what the text says of itself as a form."""
    lines = [*draft.problems, *([upload.error] if upload.error else [])]
    return join(
        (
            alert(lines, "stop"),
            alert([f"已有一份题名相同的文件：{one}" for one in same]),
            tag("div", _original(frame, batch, upload, draft), _tree(draft), class_="beside"),
            _left(draft),
            _form(frame, batch, upload, draft),
        )
    )


def _original(frame: Frame, batch: Batch, upload: Upload, draft: Draft) -> Markup:
    """Pictures of its pages, else harmless HTML in a frame without scripts, else its text."""
    if upload.pages:
        shown = join(
            Markup('<img loading="lazy" alt="{}" src="{}" />').format(
                f"第{number}页",
                frame.link(f"staff/import/{batch.id}/{upload.number}/page/{number}"),
            )
            for number in range(1, upload.pages + 1)
        )
    elif (preview := upload.preview()) is not None:
        shown = tag("iframe", srcdoc=f"{PAPER}{preview}", sandbox="", title="原件")
    else:
        shown = tag("pre", draft.original.text)
    kind = f"原件：{upload.name}　{draft.original.kind.chinese}"
    return tag("section", tag("h2", kind), tag("div", shown, class_="sheet"), class_="card")


PAPER: Final = (
    "<meta charset=utf-8><style>body{font:15px/1.8 sans-serif;margin:12px;color:#1c2733}"
    "table{border-collapse:collapse}td,th{border:1px solid #888;padding:4px 8px}"
    "img{max-width:100%}</style>"
)


def _tree(draft: Draft) -> Markup:
    """Every unit with what it is, its label, where it stands, and its first words."""
    clauses = parse(draft.original.text, "draft", draft.title)
    rows = [_clause(one) for one in clauses[:DRAWN] if one.text.strip()]
    more = len(clauses) - DRAWN
    rest = [tag("p", f"其余 {more} 个单元没有列出。", class_="quiet")] if more > 0 else []
    head = tag("h2", f"读成的条款（{len(clauses)} 个单元）")
    listed = tag("div", tag("ol", *rows, class_="units"), *rest, class_="sheet")
    return tag("section", head, listed, class_="card")


def _clause(clause: Clause) -> Markup:
    words = " ".join(clause.text.split())
    return tag(
        "li",
        tag("span", KINDS[clause.kind], class_=f"kind {clause.kind.value}"),
        tag("b", clause.label),
        tag("span", f"{words[:EXCERPT]}{'…' if len(words) > EXCERPT else ''}"),
        tag("small", f"第{clause.start}–{clause.end}字"),
        class_=f"depth-{min(len(clause.path.levels), 5)}",
    )


def _left(draft: Draft) -> Markup:
    """What could not be placed, and what is worth a look."""
    placed = {note for note in draft.notes if note.startswith("第") and "没有归位" in note}
    lost = [tag("li", f"第{one.line}行：{one.span.text.strip()}（{one.reason}）")
            for one in draft.unplaced[:UNPLACED]]  # fmt: skip
    notes = [tag("li", note) for note in draft.notes if note not in placed]
    parts = []
    if notes:
        parts.append(tag("section", tag("h2", "请看一眼"), tag("ul", *notes), class_="card"))
    title = f"没有归位的行（{len(draft.unplaced)}）"
    if lost:
        parts.append(tag("section", tag("h2", title), tag("ul", *lost), class_="card"))
    return join(parts)


def _form(frame: Frame, batch: Batch, upload: Upload, draft: Draft) -> Markup:
    published = bool(upload.published)
    doing = (
        [tag("p", f"已发布，编号 {upload.published}。", class_="quiet")]
        if published
        else [button("检查", "check"), button("发布", "publish", main=True)]
    )
    return frame.form(
        f"staff/import/{batch.id}/{upload.number}",
        tag("h2", "文件说明（照正文核对；正文没有写的留空）"),
        *(_field(name, upload, draft) for name in Field),
        tag("p", *doing, class_="doing"),
        class_="card fields",
    )


def _field(name: Field, upload: Upload, draft: Draft) -> Markup:
    """A field, the words it was read from, and what is wrong with what was typed."""
    value = upload.typed.get(name.value, value_of(draft, name))
    if name is Field.KIND:
        control = choice(
            name.value, value, NAMES[name], [("", "—"), *((k, k) for k in DocumentKind)]
        )
    else:
        rows = 2 if name in SEVERAL or len(value) > 36 else 1
        control = box(name.value, value, NAMES[name], rows=rows, hint=HINTS.get(name, ""))
    return tag("div", control, _ground(name, draft), class_="asked-of")


def _ground(name: Field, draft: Draft) -> Markup:
    proposal = draft.found.get(name)
    wrong = [one for one in draft.problems if one.startswith(NAMES[name])]
    lines = [tag("p", one, class_="wrong", role="alert") for one in wrong]
    if proposal is None:
        return join([*lines, tag("p", "正文未载明", class_="quiet")])
    if len(proposal.values) > 1 and name is Field.REGION:
        lines.append(tag("p", f"可能是：{'、'.join(proposal.values[:8])}", class_="quiet"))
    lines += [
        tag("p", f"原文：“{' '.join(one.text.split())}”", class_="quiet") for one in proposal.spans
    ]
    if not proposal.spans:
        lines.append(tag("p", "由别的项得出，正文没有直接写", class_="quiet"))
    if proposal.doubt:
        lines.append(tag("p", proposal.doubt, class_="doubt"))
    return join(lines)
