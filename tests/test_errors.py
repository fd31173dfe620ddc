import inspect
import pickle

import pytest

from core import errors
from core.errors import LabError, TargetError

KINDS = [
    kind
    for _, kind in inspect.getmembers(errors, inspect.isclass)
    if issubclass(kind, LabError) and kind is not LabError
]


def test_an_error_is_one_sentence_of_three_parts():
    error = TargetError("A target needs two classes", "only “0” in column 7", "Choose another.")
    assert str(error) == (
        "A target needs two classes, however: only “0” in column 7. Choose another."
    )


def test_the_parts_stay_apart_for_the_screen():
    error = TargetError("A.", "b.", "Do c.")
    assert (error.must, error.found, error.remedy) == ("A", "b", "Do c.")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_an_error_comes_out_of_another_process_as_it_was(kind):
    error = pickle.loads(pickle.dumps(kind("A.", "b.", "Do c.")))
    assert type(error) is kind
    assert str(error) == "A, however: b. Do c."


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_is_in_the_drawn_tree(kind):
    assert kind.__name__ in errors.__doc__
