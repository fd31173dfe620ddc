import pytest
import torch

from core.distill.padding import even_columns, even_rows


@pytest.mark.parametrize("n_columns", [1, 7, 8, 9])
def test_columns_are_filled_up_with_zeros(n_columns):
    rows = torch.randn(3, n_columns)
    even = even_columns(rows)
    assert even.shape[1] % 8 == 0
    assert torch.equal(even[:, :n_columns], rows)
    assert not even[:, n_columns:].any()


@pytest.mark.parametrize("dim", [0, 1, 2, -1])
def test_rows_are_filled_up_along_the_axis_that_holds_them(dim):
    values = torch.randn(5, 6, 7)
    even = even_rows(values, dim)
    assert even.shape[dim] == 32
    assert torch.equal(even.narrow(dim, 0, values.shape[dim]), values)
    assert even.count_nonzero() == values.count_nonzero()


def test_even_rows_are_left_as_they_are():
    values = torch.randn(64, 2)
    assert even_rows(values, 0) is values
