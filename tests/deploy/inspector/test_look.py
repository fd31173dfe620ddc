"""What is found before a model is run, asked without a process of its own."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from core.deploy.inspect_model import question_of
from core.deploy.inspector import __main__ as inspector
from core.deploy.inspector.__main__ import look
from core.deploy.opened import OpenedBundle, open_bundle
from core.errors import BundleError
from tests.deploy import hostile
from tests.export.examples import (
    SPECS,
    answers_of,
    export_of,
    make_encoder,
    make_ensemble,
    make_forest,
    make_network,
    make_trees,
    rows_for,
)

ENCODER = make_encoder(4, (3, 11))
MODELS = {
    **{name: lambda spec=spec: make_network(spec, ENCODER, 3) for name, spec in SPECS.items()},
    "trees": lambda: make_trees(ENCODER, 3),
    "forest": lambda: make_forest(ENCODER, 3),
    "ensemble": lambda: make_ensemble(ENCODER, 3, ("mlp", "trees", "gru")),
}


@pytest.mark.parametrize("name", MODELS)
def test_every_model_that_is_exported_is_let_in(name: str) -> None:
    model = MODELS[name]()
    rows = rows_for(model.spec, ENCODER, 9)
    bundle = replace(
        hostile.OPENED,
        model=export_of(model, ENCODER, 3),
        golden_rows=rows,
        golden_probabilities=answers_of(model, ENCODER, rows),
    )
    assert look(question_of(bundle)) <= 1e-5


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip renamed": (hostile.pt2, "is not an ONNX file"),
    "nothing inside": (hostile.empty_model, "is not an ONNX file"),
    "second input": (hostile.second_input, "does not read rows and give probabilities"),
    "outside data": (hostile.outside, "lies in another file"),
    "outside data of a step": (hostile.outside_in_a_step, "lies in another file"),
    "outside data in a branch": (hostile.hidden_weights, "lies in another file"),
    "huge by its word": (hostile.declared_huge, '"huge" would hold'),
    "sized by rows": (hostile.sized_by_rows, "how large the answer of ConstantOfShape becomes"),
    "own domain": (hostile.custom_domain, 'operators of the domain "evil.ops"'),
    "domain not told": (hostile.undeclared_domain, 'an operator of the domain "com.microsoft"'),
    "own function": (hostile.own_function, "functions"),
    "hidden in a branch": (hostile.hidden_in_a_branch, 'domain "evil.ops"'),
    "endless loop": (hostile.endless_loop, "Loop, which may never end"),
    "too deep": (hostile.deep, "too deep"),
    "sparse": (hostile.sparse, "sparse"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_model_is_refused_before_it_is_run(name: str) -> None:
    make, expected = HOSTILE[name]
    _refused(replace(hostile.OPENED, model=make()), expected)


def test_trees_that_go_in_circles_are_refused() -> None:
    _refused(hostile.circle(), "go in circles")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("nodes_truenodeids", 10**6, "that are not there"),
        ("tree_roots", -1, "splits that are not there"),
        ("nodes_trueleafs", None, "not whole"),
    ],
)
def test_trees_that_lead_nowhere_are_refused(name: str, value: int | None, expected: str) -> None:
    _refused(hostile.trees_with(name, value), expected)


def test_answer_that_is_no_number_is_refused() -> None:
    _refused(
        replace(hostile.OPENED, model=hostile.answers_nothing()), "something that is no number"
    )


def test_difference_is_the_largest_one() -> None:
    shifted = hostile.OPENED.golden_probabilities.copy()
    shifted[3] += np.array([5e-6, -5e-6])
    bundle = replace(hostile.OPENED, golden_probabilities=shifted)
    assert look(question_of(bundle)) == pytest.approx(5e-6, abs=1e-6)


def test_bundle_of_trees_is_let_in() -> None:
    assert look(question_of(open_bundle(hostile.TREES))) <= 1e-5


@pytest.fixture
def _without_onnx(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspector, "LOOKS_WITH", "a_package_that_is_not_there")


@pytest.mark.usefixtures("_without_onnx")
def test_without_onnx_a_model_of_others_is_refused_and_told_why() -> None:
    _refused(hostile.OPENED, "it is not installed here")


@pytest.mark.usefixtures("_without_onnx")
def test_without_onnx_an_own_model_must_still_repeat_its_answers() -> None:
    assert look(question_of(hostile.OPENED, is_own=True)) <= 1e-5
    wrong = hostile.OPENED.golden_probabilities + np.array([1e-4, -1e-4])
    bundle = replace(hostile.OPENED, golden_probabilities=wrong)
    _refused(bundle, "differ from the known ones", is_own=True)


def test_the_graph_of_an_own_model_is_looked_at_where_onnx_is_there() -> None:
    _refused(replace(hostile.OPENED, model=hostile.unsorted()), "out of order", is_own=True)


def _refused(bundle: OpenedBundle, expected: str, is_own: bool = False) -> None:
    with pytest.raises(BundleError) as refused:
        look(question_of(bundle, is_own))
    assert expected in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1
