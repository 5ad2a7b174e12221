"""Good sets of new sites, found quickly: one after another, then by exchanging one at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from geo.siting.costs import Costs, total

WORTH_IT = 1e-9
"""An exchange must save more than this share of the whole, so that rounding never goes round in circles."""


def greedy(costs: Costs, count: int) -> list[int]:
    """Return up to `count` candidates, each the one that saves most after those before it.

    Between equals the first is taken; a candidate that would save nothing never is.
    """
    levels, chosen = costs.base, list[int]()
    for _ in range(min(count, costs.count)):
        savings = costs.savings(levels)
        best = int(savings.argmax())
        if savings[best] <= 0:
            break
        chosen.append(best)
        levels = np.minimum(levels, costs.least([best]))
    return chosen


def exchanged(costs: Costs, chosen: Sequence[int]) -> list[int]:
    """Return `chosen` after exchanging one of them as long as that saves anything.

    Teitz and Bart (1968): the best exchange of all is made each time.
    """
    chosen = list(chosen)
    paid = total(costs, chosen)
    while True:
        best = (paid * (1 - WORTH_IT), -1, -1)
        for place in range(len(chosen)):
            levels = costs.least(chosen[:place] + chosen[place + 1 :])
            savings = costs.savings(levels)
            candidate = int(savings.argmax())
            best = min(best, (float(costs.weights @ levels - savings[candidate]), place, candidate))
        if best[1] < 0:
            return chosen
        paid, place, candidate = best
        chosen[place] = candidate


def ranked(costs: Costs, count: int) -> list[int]:
    """Return the `count` candidates that save most taken alone: the plain ranking, blind to overlap."""
    best_first: list[int] = np.argsort(-costs.savings(costs.base), kind="stable").tolist()
    return best_first[:count]
