"""Every page that there is, by an address that shows it: a new page is a line here."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

CLAUSE: Final = f"/library?doc=longgang-fashion-measures-2024&clause={quote('三.(四).10')}"
PUBLIC: Final = {
    "咨询": "/",
    "测算": "/calc?rule=technical-renovation",
    "政策体检": "/checkup",
    "政策库": "/library",
    "政策库：查到": f"/library?q={quote('上限')}",
    "政策库：查不到": f"/library?q={quote('宇宙飞船')}",
    "政策库：一份文件": "/library?doc=longgang-fashion-measures-2024",
    "政策库：一条": CLAUSE,
    "政策库：没有这一条": "/library?doc=nothing&clause=1",
    "企业档案": "/profile",
    "我的会话": "/conversations",
    "没有这一页": "/nothing-here",
    "接口": "/api",
    "工作人员登录": "/staff/sign-in",
}
STAFF: Final = {
    "待办": "/staff/desk",
    "词语不识": "/staff/words",
    "口径": "/staff/readings",
    "起草口径": "/staff/readings/edit?id=above-includes-renovation",
    "办事信息": "/staff/service",
    "统计": "/staff/figures",
    "收文": "/staff/import",
    "核对规则": "/staff/rules",
    "评测": "/staff/evals",
    "账户": "/staff/accounts",
    "操作记录": "/staff/audit",
    "我的账户": "/staff/me",
}
ALL: Final = PUBLIC | STAFF
