from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import RecordError
from core.models.arrays import pack_arrays, unpack_arrays

ARRAYS = {
    "0.layers.weight": np.arange(6, dtype=np.float32).reshape(2, 3) / 7,
    "file": np.array([np.nan, np.inf, -0.0]),
    "count": np.array(3, dtype=np.int64),
    "none": np.zeros((0, 4), dtype=np.uint8),
}
DATA = pack_arrays(ARRAYS)


def test_arrays_read_back_bit_for_bit():
    found = unpack_arrays(DATA)
    assert found.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        assert (found[name].dtype, found[name].shape) == (array.dtype, array.shape)
        assert found[name].tobytes() == array.tobytes()


def test_the_same_arrays_give_the_same_bytes():
    assert pack_arrays(ARRAYS) == DATA


def test_an_array_of_another_layout_reads_back():
    found = unpack_arrays(pack_arrays({"turned": ARRAYS["0.layers.weight"].T}))
    assert np.array_equal(found["turned"], ARRAYS["0.layers.weight"].T)


def test_python_objects_are_not_written():
    with pytest.raises(ValueError, match=r"[Oo]bject"):
        pack_arrays({"a": np.array([{}], dtype=object)})


@given(length=st.integers(0, len(DATA) - 1))
def test_a_file_cut_short_is_told(length):
    with pytest.raises(RecordError, match="damaged"):
        unpack_arrays(DATA[:length])


@given(st.binary(max_size=200))
def test_any_other_bytes_are_told(data):
    with pytest.raises(RecordError):
        unpack_arrays(data)


@given(place=st.integers(0, len(DATA) - 1), bit=st.integers(0, 7))
def test_one_wrong_bit_gives_no_other_number(place, bit):
    damaged = bytearray(DATA)
    damaged[place] ^= 1 << bit
    try:
        found = unpack_arrays(bytes(damaged))
    except RecordError:
        return
    for name in found.keys() & ARRAYS.keys():
        assert found[name].tobytes() == ARRAYS[name].tobytes()
