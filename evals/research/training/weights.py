"""Fitting the weights of the fusion: a linear ranker with a listwise loss."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from index.fusion import FEATURES, scale
from index.ranking import Candidates

_SHRINK = 1e-3  # L2 on the weights
_STEPS = 60


def fit_weights(
    found: Sequence[Candidates], gold: Sequence[set[int]], without: frozenset[str] = frozenset()
) -> dict[str, float]:
    """Weights by feature that put gold positions first; ``without`` names features left out.

    Questions none of whose gold positions were found teach nothing and are skipped.
    """
    kept = [i for i, name in enumerate(FEATURES) if name not in without]
    lists = []
    for candidates, right in zip(found, gold, strict=True):
        target = np.isin(candidates.pool, list(right)).astype(np.float32)
        if target.sum():
            features = scale(candidates.features)[:, kept]
            lists.append((torch.from_numpy(features), torch.from_numpy(target / target.sum())))
    weights = torch.full((len(kept),), 2.0, requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=_STEPS, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        losses = [-(t * torch.log_softmax(f @ weights, dim=0)).sum() for f, t in lists]
        loss = torch.stack(losses).mean() + _SHRINK * (weights**2).sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    optimiser.step(closure)  # type: ignore[no-untyped-call]
    fitted: NDArray[np.float32] = weights.detach().numpy()
    return {FEATURES[i]: round(float(w), 3) for i, w in zip(kept, fitted, strict=True)}
