import dataclasses

import numpy as np
import pytest

from core.export.lookup import export_lookup
from core.lab.closer.pace import pace
from tests.lab.example_result import make_result

LOOKUP = export_lookup(np.array([[0.2, 0.8], [0.6, 0.4]]))


def runnable():
    """The example run with files that can be loaded."""
    result = make_result()
    artefacts = dataclasses.replace(
        result.artefacts,
        student=LOOKUP,
        teacher=LOOKUP,
        golden_rows=np.array([0, 1]),
        teacher_golden_rows=np.array([0, 1]),
    )
    return dataclasses.replace(result, artefacts=artefacts)


def test_memory_is_not_measured_until_it_is_asked_for():
    assert not pace(make_result()).memory


@pytest.mark.slow
def test_student_and_teacher_are_loaded_into_processes_of_their_own():
    memory = pace(runnable(), with_memory=True).memory
    assert set(memory) == {"distilled", "teacher"}
    assert all(one.added_bytes > 0 for one in memory.values())


@pytest.mark.slow
def test_a_run_that_kept_no_rows_for_the_teacher_measures_the_student_only():
    result = runnable()
    artefacts = dataclasses.replace(result.artefacts, teacher_golden_rows=None)
    older = dataclasses.replace(result, artefacts=artefacts)
    assert set(pace(older, with_memory=True).memory) == {"distilled"}
