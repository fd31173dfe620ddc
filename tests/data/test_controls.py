from __future__ import annotations

import pandas as pd
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

from core.data.samples import SAMPLES


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
def test_trees_find_the_planted_signal_and_a_small_net_only_part_of_it() -> None:
    rows = pd.read_csv(SAMPLES["planted_signal"].path)
    features = pd.get_dummies(rows.drop(columns="default")).to_numpy("float64")
    x, x_test, y, y_test = train_test_split(
        features, rows["default"], test_size=0.3, random_state=0, stratify=rows["default"]
    )
    scaler = StandardScaler().fit(x)
    trees = HistGradientBoostingClassifier(max_leaf_nodes=15, random_state=0).fit(x, y)
    net = MLPClassifier((16,), learning_rate_init=0.005, max_iter=30, random_state=0)
    net.fit(scaler.transform(x), y)
    trees_auc = roc_auc_score(y_test, trees.predict_proba(x_test)[:, 1])
    net_auc = roc_auc_score(y_test, net.predict_proba(scaler.transform(x_test))[:, 1])
    assert 0.77 < trees_auc < 0.83
    assert 0.70 < net_auc < trees_auc - 0.015
