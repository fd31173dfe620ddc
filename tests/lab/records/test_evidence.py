import dataclasses

import numpy as np
import pytest

from core.errors import RecordError
from core.lab.records.evidence import EVIDENCE_FILE, decode_evidence, encode_evidence
from core.lab.records.result import FILES, RESULT_FILE, decode_result, encode_result
from core.models.arrays import pack_arrays, unpack_arrays
from tests.lab.example_evidence import make_evidence
from tests.lab.example_result import make_result


def assert_same(found, wanted):
    for field in dataclasses.fields(wanted):
        here, there = getattr(found, field.name), getattr(wanted, field.name)
        if isinstance(there, np.ndarray):
            assert here.dtype == there.dtype
            np.testing.assert_array_equal(here, there)
        elif isinstance(there, tuple):
            assert len(here) == len(there)
            for one, other in zip(here, there, strict=True):
                assert_same(one, other)
        elif dataclasses.is_dataclass(there):
            assert_same(here, there)
        else:
            assert here == there


@pytest.mark.parametrize("task", ["credit", "direction"])
def test_evidence_reads_back_as_it_was_written(task):
    evidence = make_evidence(task)
    assert_same(decode_evidence(encode_evidence(evidence)), evidence)


def test_the_same_evidence_always_gives_the_same_bytes():
    assert encode_evidence(make_evidence()) == encode_evidence(make_evidence())


def test_a_missing_array_is_told():
    arrays = unpack_arrays(encode_evidence(make_evidence()))
    del arrays["teacher.test"]
    with pytest.raises(RecordError, match=r"teacher\.test is missing"):
        decode_evidence(pack_arrays(arrays))


def test_damaged_evidence_is_told():
    data = encode_evidence(make_evidence())
    with pytest.raises(RecordError, match="damaged"):
        decode_evidence(data[: len(data) // 2])


def with_evidence():
    return dataclasses.replace(make_result(), evidence=make_evidence())


def test_a_result_brings_its_evidence_back():
    files = {file.name: file.data for file in encode_result(with_evidence())}
    assert tuple(files) == (*FILES, EVIDENCE_FILE, RESULT_FILE)
    assert_same(decode_result(files.get).evidence, make_evidence())


def test_a_result_without_evidence_has_no_such_file():
    files = {file.name: file.data for file in encode_result(make_result())}
    assert EVIDENCE_FILE not in files
    assert decode_result(files.get).evidence is None


def test_evidence_of_another_run_is_refused():
    files = {file.name: file.data for file in encode_result(with_evidence())}
    files[EVIDENCE_FILE] = encode_evidence(make_evidence("direction"))
    with pytest.raises(RecordError, match=r"evidence\.npz .*not those that were stored"):
        decode_result(files.get)
