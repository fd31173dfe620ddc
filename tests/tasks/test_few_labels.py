import numpy as np
import pytest

from core.tasks.few_labels import labels_to_keep


@pytest.mark.parametrize("share", [0.001, 0.05, 0.2, 0.999])
def test_kept_labels_are_a_share_of_each_class(share):
    target = np.repeat([0, 1, 2], [1000, 200, 3])
    keep = labels_to_keep(target, share)
    kept = [int(keep[target == value].sum()) for value in range(3)]
    assert kept == [max(1, round(share * n_rows)) for n_rows in (1000, 200, 3)]


def test_same_labels_are_kept_every_time():
    target = np.arange(500) % 2
    np.testing.assert_array_equal(labels_to_keep(target, 0.2), labels_to_keep(target, 0.2))
