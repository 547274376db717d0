"""What the log tells of, in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from bot.serve.accounts.roles import NAMES

WORDS: Final[Mapping[str, str]] = {
    "account.add": "新增账户",
    "account.change": "改账户",
    "account.sign_out": "退出账户的浏览器",
    "sign_in": "登录",
    "sign_in.failed": "登录失败",
    "sign_out": "退出",
    "key.make": "新建接口密钥",
    "key.revoke": "撤销接口密钥",
    "audit.download": "下载操作记录",
    "text.publish": "发布文件",
    "text.undo": "撤回发布",
    "text.on": "启用文件",
    "text.off": "停用文件",
    "rule.confirm": "确认规则",
    "rule.withdraw": "撤回确认",
    "card.confirm": "确认事项",
    "card.withdraw": "撤回事项的确认",
    "records.purged": "删除到期的记录",
    "records.backed_up": "备份记录库",
    "records.restored": "恢复记录库",
    "conversation.deleted": "删除会话",
    "case.add": "存为评测题",
    "evals.run": "运行评测",
    "evals.cancel": "取消评测",
    "evals.remove": "删除评测运行",
    "reading.write": "起草口径",
    "reading.sign": "签署口径",
    "reading.withdraw": "撤回签署",
    "service.enter": "填写办事信息",
    "service.withdraw": "撤下办事信息",
    "task.assign": "分派待办",
    "task.hand_over": "移交待办",
    "task.note": "待办备注",
    "task.reopen": "重开待办",
    "task.settle": "办结待办",
    "word.accept": "收下词语",
    "word.reject": "不收词语",
}
_NAMED: Final[Mapping[str, str]] = {
    "person": "姓名", "roles": "角色", "source": "来自", "how": "方式", "off": "停用",
    "password": "密码", "waits": "账户暂停", "others": "只退出别的",
    "lines": "条数",
}  # fmt: skip
_SAID: Final[Mapping[tuple[str, Any], str]] = {
    ("how", "password"): "密码", ("how", "single"): "统一身份",
    ("password", True): "已重设",
}  # fmt: skip


def deed_in_words(action: str) -> str:
    """``登录失败``; what has no words here as it is written."""
    return WORDS.get(action, action)


def detail_in_words(detail: Mapping[str, Any]) -> str:
    """``姓名：张三；角色：核对、签署``."""
    said = (f"{_NAMED.get(key, key)}：{_value(key, value)}" for key, value in detail.items())
    return "；".join(said)


def _value(key: str, value: Any) -> str:  # noqa: ANN401 -- JSON
    if key == "roles" and isinstance(value, list):
        known = {role.value: name for role, name in NAMES.items()}
        return "、".join(known.get(str(one), str(one)) for one in value) or "无"
    if isinstance(value, bool):
        return _SAID.get((key, value), "是" if value else "否")
    if isinstance(value, str):
        return _SAID.get((key, value), value)
    return json.dumps(value, ensure_ascii=False)
