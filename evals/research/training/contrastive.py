"""Contrastive training of a bag of tokens: a pair belongs together, the batch does not."""

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
    """Sum of token vectors: to unit length it is their mean."""

    def __init__(self, vectors: NDArray[np.float32]) -> None:
        super().__init__()
        self.embedding = torch.nn.EmbeddingBag.from_pretrained(
            torch.from_numpy(vectors.copy()), freeze=False, mode="sum"
        )

    def forward(self, texts: IdList) -> torch.Tensor:
        """Sums of token vectors, shape (len(texts), dims)."""
        device = self.embedding.weight.device
        lengths = [len(ids) for ids in texts]
        starts = torch.tensor([0, *np.cumsum(lengths)[:-1].tolist()], device=device)
        flat = torch.from_numpy(np.concatenate(texts).astype(np.int64)).to(device)
        sums: torch.Tensor = self.embedding(flat, starts)
        return sums

    @property
    def vectors(self) -> NDArray[np.float32]:
        """A copy of the token vectors: folds of a cross-fit must not share memory."""
        vectors: NDArray[np.float32] = self.embedding.weight.detach().cpu().numpy().copy()
        return vectors


def loss_of(bag: Bag, batch: Batch, scale: float) -> torch.Tensor:
    """Cross-entropy over the batch, both ways."""
    queries = torch.nn.functional.normalize(bag(batch.queries), dim=1)
    passages = torch.nn.functional.normalize(bag(batch.passages + batch.negatives), dim=1)
    target = torch.arange(len(batch.queries), device=queries.device)
    scores = queries @ passages.T * scale
    if batch.same is not None:
        scores = scores.masked_fill(torch.from_numpy(batch.same).to(scores.device), -1e4)
    forward = torch.nn.functional.cross_entropy(scores, target)
    backward = torch.nn.functional.cross_entropy(scores[:, : len(target)].T, target)
    return forward + 0.5 * backward


def fit(
    bag: Bag,
    batches: Iterator[Batch],
    *,
    steps: int,
    rate: float,
    scale: float,
    report: Callable[[int, float], None] | None = None,
) -> None:
    """Adam with linear warm-up and decay over ``steps`` batches."""
    optimiser = torch.optim.Adam(bag.parameters(), lr=rate)
    for step in range(steps):
        share = min(1.0, (step + 1) / max(1, steps // 10)) * (1 - step / steps)
        for group in optimiser.param_groups:
            group["lr"] = rate * share
        loss = loss_of(bag, next(batches), scale)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        if report is not None:
            report(step, float(loss.detach()))
