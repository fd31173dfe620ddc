import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from core.evaluate.ranking import rank

RATINGS = st.lists(st.tuples(st.integers(0, 6), st.booleans(), st.integers(0, 3)), min_size=1)


@given(RATINGS)
def test_auc_counts_pairs_won_and_half_of_those_tied(ratings):
    scores, positive, counts = (np.array(column) for column in zip(*ratings, strict=True))
    inside = np.repeat(scores[positive], counts[positive])
    outside = np.repeat(scores[~positive], counts[~positive])
    found = rank(scores, positive).auc(counts[None].astype(float))[0]
    if len(inside) and len(outside):
        gaps = inside[:, None] - outside[None, :]
        assert found == pytest.approx(((gaps > 0) + 0.5 * (gaps == 0)).mean())
    else:
        assert np.isnan(found)


def test_auc_is_the_mann_whitney_statistic_per_pair():
    rng = np.random.default_rng(0)
    scores, positive = rng.integers(0, 30, 200), rng.random(200) < 0.3
    found = rank(scores, positive).auc(np.ones((1, 200)))[0]
    statistic = mannwhitneyu(scores[positive], scores[~positive]).statistic
    assert found == pytest.approx(statistic / positive.sum() / (~positive).sum())


def test_auc_of_turned_scores_is_one_minus_auc():
    rng = np.random.default_rng(1)
    scores, positive = rng.integers(0, 9, 100), rng.random(100) < 0.5
    weights = rng.poisson(1, (20, 100)).astype(float)
    assert rank(-scores, positive).auc(weights) == pytest.approx(
        1 - rank(scores, positive).auc(weights)
    )
