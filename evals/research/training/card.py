"""The model card: what the model is, what it was made from, and what it reaches."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_TEXT = """---
language: zh
library_name: sentence-transformers
license: mit
pipeline_tag: sentence-similarity
---

# 条款检索静态模型

把问题和条款各变成一个 {dims} 维向量：词元向量的平均，再归一。由本项目训练，没有使用任何预训练权重。
查询时不需要 torch；也能用 sentence-transformers 直接载入。

## 来源与许可

| 材料 | 用途 | 许可 | SHA-256 |
|---|---|---|---|
| 法律法规条文（articles.jsonl.gz） | 词表、初始向量、预训练 | 公有领域 | `{articles}` |
| 公众提问及解答（STARD、LeCoQA） | 微调、融合权重 | MIT | `{questions}` |
| 口语词表（index/vocabulary.yaml） | 分词 | 本项目 | `{vocabulary}` |
| jieba 词典 | 分词 | MIT | – |

## 训练

`python -m evals research train --statutes DIR --out DIR`，参数：

```json
{recipe}
```

词表 → 共现（PPMI）与奇异值分解 → 以条文自身为题的对比训练（句子找所在条、标题找条文、前条找后条）
→ 以提问微调（每问附若干字面相近而不对的条文）→ 每行一个比例的 int8。
融合权重（fusion.json）用折外结果拟合。

## 实测（五折交叉拟合，每折重新微调、重新拟合权重）

{table}

“unseen”指其条文在训练折中从未出现的提问。先验（prior）是“这部法律被问到过几次”；对没有被问过的文件不起作用，
所以能迁移到政策文件的是 “without prior” 一行。原始数字见 metrics.json。

## 局限

只在法律条文与法律咨询上训练；口语里的新词靠口语词表。不区分数字（数字由规则引擎处理）。
"""


def write_card(
    folder: Path, recipe: dict[str, Any], sources: dict[str, str], metrics: dict[str, Any]
) -> None:
    """README.md and metrics.json beside the model."""
    articles, questions, vocabulary = sources.values()
    card = _TEXT.format(
        dims=recipe["dims"],
        articles=articles,
        questions=questions,
        vocabulary=vocabulary,
        recipe=json.dumps(recipe, indent=1),
        table=_table(metrics),
    )
    (folder / "README.md").write_text(card, encoding="utf-8")
    text = json.dumps(metrics, ensure_ascii=False, indent=1)
    (folder / "metrics.json").write_text(text + "\n", encoding="utf-8")


def _table(metrics: dict[str, Any]) -> str:
    rows = {name: row for name, row in metrics.items() if isinstance(row, dict)}
    names = list(next(iter(rows.values()))["overall"])
    lines = ["| | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    for name, row in rows.items():
        for part in ("overall", "unseen"):
            cells = " | ".join(f"{row[part][measure]:.3f}" for measure in names)
            lines.append(f"| {name}, {part} | {cells} |")
    return "\n".join(lines)
