"""Contrastive training of a bag-of-tokens encoder: the pair belongs together, the rest of the
batch does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

IdList = list[NDArray[np.int32]]


@dataclass(frozen=True, slots=True)
class Batch:
    """Queries, their passages, and passages that must rank below (possibly none)."""

    queries: IdList
    passages: IdList
    negatives: IdList
    same: NDArray[np.bool_] | None = None  # (queries, passages + negatives): also right answers


class Bag(torch.nn.Module):
    """Mean of token vectors, to unit length."""

    def __init__(self, vectors: NDArray[np.float32]) -> None:
        super().__init__()
        self.embedding = torch.nn.EmbeddingBag.from_pretrained(
            torch.from_numpy(vectors.copy()), freeze=False, mode="sum"
        )

    def forward(self, texts: IdList) -> torch.Tensor:
        """Unit vectors, shape (len(texts), dims)."""
        device = self.embedding.weight.device
        lengths = [len(ids) for ids in texts]
        starts = torch.tensor([0, *np.cumsum(lengths)[:-1].tolist()], device=device)
        flat = torch.from_numpy(np.concatenate(texts).astype(np.int64)).to(device)
        return self.embedding(flat, starts)

    @property
    def vectors(self) -> NDArray[np.float32]:
        """A copy of the token vectors: folds of a cross-fit must not share memory."""
        return self.embedding.weight.detach().cpu().numpy().copy()


def loss_of(bag: Bag, batch: Batch, scale: float, dims: tuple[int, ...]) -> torch.Tensor:
    """Cross-entropy over the batch, both ways, averaged over nested widths (Matryoshka)."""
    queries = bag(batch.queries)
    passages = bag(batch.passages + batch.negatives)
    target = torch.arange(len(batch.queries), device=queries.device)
    total = queries.new_zeros(())
    for width in dims:
        left = torch.nn.functional.normalize(queries[:, :width], dim=1)
        right = torch.nn.functional.normalize(passages[:, :width], dim=1)
        scores = left @ right.T * scale
        if batch.same is not None:
            scores = scores.masked_fill(torch.from_numpy(batch.same).to(scores.device), -1e4)
        backward = scores[:, : len(target)].T
        total = total + torch.nn.functional.cross_entropy(scores, target)
        total = total + 0.5 * torch.nn.functional.cross_entropy(backward, target)
    return total / len(dims)


def fit(
    bag: Bag,
    batches: Iterator[Batch],
    *,
    steps: int,
    rate: float,
    scale: float,
    dims: tuple[int, ...],
    report: Callable[[int, float], None] | None = None,
) -> None:
    """Adam with linear warm-up and decay over ``steps`` batches."""
    optimiser = torch.optim.Adam(bag.parameters(), lr=rate)
    for step in range(steps):
        share = min(1.0, (step + 1) / max(1, steps // 10)) * (1 - step / steps)
        for group in optimiser.param_groups:
            group["lr"] = rate * share
        loss = loss_of(bag, next(batches), scale, dims)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if report is not None:
            report(step, float(loss.detach()))
