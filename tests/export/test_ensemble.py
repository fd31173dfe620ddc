import onnx
import pytest

from core.export.graph import export
from core.models.catalog import ARCHITECTURES
from core.models.cost import estimated_size_bytes
from core.spec import ArchitectureName
from core.tasks.encode import Encoder
from tests.export.examples import (
    ENCODERS,
    answers_of,
    export_of,
    make_encoder,
    make_ensemble,
    rows_for,
)
from tests.export.gaps import check_parity

MEMBERS: dict[str, tuple[ArchitectureName, ...]] = {
    "rows": ("trees", "mlp"),
    "all kinds of rows": ("trees", "forest", "linear", "mlp", "resmlp"),
    "twice the same kind": ("mlp", "mlp"),
    "windows": ("gru", "lstm"),
    "all kinds of windows": ("gru", "lstm", "tcn", "transformer"),
    "rows and windows": ("trees", "forest", "mlp", "gru", "tcn"),
}


@pytest.fixture(params=ENCODERS.values(), ids=ENCODERS.keys())
def encoder(request: pytest.FixtureRequest) -> Encoder:
    return make_encoder(*request.param)


@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("members", MEMBERS.values(), ids=MEMBERS.keys())
def test_file_answers_as_the_ensemble(
    members: tuple[ArchitectureName, ...], encoder: Encoder, n_classes: int
) -> None:
    model = make_ensemble(encoder, n_classes, members)
    difference = check_parity(
        export_of(model, encoder, n_classes),
        rows_for(model.spec, encoder, 300),
        len(encoder.numeric),
        lambda asked: answers_of(model, encoder, asked),
    )
    assert difference < 2e-6


def test_preprocessing_stands_in_the_file_once() -> None:
    encoder = make_encoder(4, (3,))
    file = export_of(make_ensemble(encoder, 2, ("trees", "mlp", "gru")), encoder, 2)
    graph = onnx.load_from_string(file).graph
    assert [node.op_type for node in graph.node].count("IsNaN") == 1
    assert len(graph.input) == len(graph.output) == 1


@pytest.mark.parametrize("members", [("mlp", "resmlp"), ("lstm", "linear", "transformer")])
def test_size_is_known_within_a_fifth_before_training(
    members: tuple[ArchitectureName, ...],
) -> None:
    encoder = make_encoder(23, ())
    model = make_ensemble(encoder, 2, members)
    estimate = estimated_size_bytes(model.spec, 23, 2)
    assert estimate == pytest.approx(len(export_of(model, encoder, 2)), rel=0.2, abs=600)


def test_model_of_unknown_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="object cannot be exported"):
        export(object(), make_encoder(4, ()), None, 2)  # type: ignore[arg-type]


def test_every_kind_that_can_be_a_member_is_tested_here() -> None:
    tested = {name for members in MEMBERS.values() for name in members}
    assert tested == set(ARCHITECTURES) - {"ensemble"}
