from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from torch import Tensor, nn

from core.export.graph import export
from core.export.networks import can_write
from core.export.session import Session
from core.models.catalog import ARCHITECTURES
from core.models.cost import estimated_size_bytes
from core.models.ensemble import EnsembleModel
from core.models.network import NetworkModel
from core.spec import ModelSpec
from core.tasks.encode import Encoder
from tests.export.examples import (
    ENCODERS,
    SPECS,
    answers_of,
    export_of,
    make_encoder,
    make_network,
    make_rows,
    make_trees,
    rows_for,
)
from tests.export.gaps import check_parity


@pytest.fixture(params=ENCODERS.values(), ids=ENCODERS.keys())
def encoder(request: pytest.FixtureRequest) -> Encoder:
    return make_encoder(*request.param)


@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS.keys())
def test_file_answers_as_the_network(spec: ModelSpec, encoder: Encoder, n_classes: int) -> None:
    model = make_network(spec, encoder, n_classes)
    file = export_of(model, encoder, n_classes)
    rows = rows_for(spec, encoder, 300)
    difference = check_parity(
        file, rows, len(encoder.numeric), lambda asked: answers_of(model, encoder, asked)
    )
    assert difference < 2e-6


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS.keys())
def test_file_answers_with_probabilities(spec: ModelSpec, encoder: Encoder) -> None:
    file = export_of(make_network(spec, encoder, 3), encoder, 3)
    answers = Session(file).run(rows_for(spec, encoder, 9))
    assert answers.shape == (9, 3)
    np.testing.assert_allclose(answers.sum(axis=1), 1, atol=1e-6)


def test_every_network_of_the_catalog_has_a_writer() -> None:
    written = {spec.name for spec in SPECS.values()}
    assert written | {"trees", "forest", "ensemble"} == set(ARCHITECTURES)
    encoder = make_encoder(4, ())
    for spec in SPECS.values():
        assert can_write(make_network(spec, encoder, 2).module)


def test_training_mode_leaves_no_trace_in_the_file(encoder: Encoder) -> None:
    model = make_network(SPECS["deep mlp with dropout"], encoder, 2)
    evaluated = export_of(model, encoder, 2)
    model.module.train()
    assert export_of(model, encoder, 2) == evaluated


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS.keys())
def test_same_model_gives_the_same_bytes(spec: ModelSpec, encoder: Encoder) -> None:
    files = [export_of(make_network(spec, encoder, 2), encoder, 2) for _ in range(2)]
    assert files[0] == files[1]


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS.keys())
def test_file_holds_no_notes_and_no_outside_weights(spec: ModelSpec, encoder: Encoder) -> None:
    _assert_bare(export_of(make_network(spec, encoder, 2), encoder, 2))


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS.keys())
def test_size_is_known_within_a_fifth_before_training(spec: ModelSpec, encoder: Encoder) -> None:
    size_bytes = len(export_of(make_network(spec, encoder, 2), encoder, 2))
    estimate = estimated_size_bytes(spec, len(encoder.feature_names), 2)
    assert estimate == pytest.approx(size_bytes, rel=0.2, abs=600)


def test_student_of_the_demo_is_smaller_than_three_thousand_bytes() -> None:
    encoder = make_encoder(23, ())
    assert len(export_of(make_network(SPECS["small mlp"], encoder, 2), encoder, 2)) < 3000


class Convolution(nn.Module):
    """A kind of network for which no layer writer exists."""

    def __init__(self, n_features: int) -> None:
        super().__init__()
        self.days = nn.Conv1d(n_features, 4, kernel_size=3)
        self.head = nn.Linear(4, 2)

    def forward(self, inputs: Tensor) -> Tensor:
        logits: Tensor = self.head(self.days(inputs.transpose(1, 2)).relu().mean(dim=2))
        return logits


@pytest.mark.slow
class TestTracedNetwork:
    encoder = make_encoder(4, (3,))

    def test_unknown_network_is_traced(self) -> None:
        model = self._model()
        file = export(model, self.encoder, 6, 2)
        difference = check_parity(
            file,
            make_rows(self.encoder, 300, 6),
            4,
            lambda asked: answers_of(model, self.encoder, asked),
        )
        assert difference < 2e-6

    def test_trace_holds_no_notes(self) -> None:
        _assert_bare(export(self._model(), self.encoder, 6, 2))

    def test_trace_is_silent(self, capfd: pytest.CaptureFixture[str]) -> None:
        export(self._model(), self.encoder, 6, 2)
        assert capfd.readouterr() == ("", "")

    def test_traces_side_by_side_give_the_same_file(self) -> None:
        with ThreadPoolExecutor(3) as pool:
            files = list(pool.map(lambda _: export(self._model(), self.encoder, 6, 2), range(3)))
        assert files[0] == files[1] == files[2]

    def test_traced_network_can_be_a_member(self) -> None:
        spec = ModelSpec(name="ensemble", members=("gru", "trees"), window=6)
        ensemble = EnsembleModel(spec, (self._model(), make_trees(self.encoder, 2)))
        file = export(ensemble, self.encoder, 6, 2)
        difference = check_parity(
            file,
            make_rows(self.encoder, 300, 6),
            4,
            lambda asked: answers_of(ensemble, self.encoder, asked),
        )
        assert difference < 2e-6

    def _model(self) -> NetworkModel:
        torch.manual_seed(0)
        module = Convolution(len(self.encoder.feature_names))
        with torch.no_grad():
            for parameter in module.parameters():
                parameter.copy_(torch.linspace(-1, 1, parameter.numel()).reshape(parameter.shape))
        return NetworkModel(ModelSpec(name="gru", window=6), module)


def _assert_bare(file: bytes) -> None:
    model = onnx.load_from_string(file)
    assert str(Path(__file__).parents[2]).encode() not in file
    assert b"site-packages" not in file
    for part in (model, model.graph, *model.graph.node, *model.graph.initializer):
        assert not part.metadata_props
        assert not part.doc_string
    assert not any(tensor.external_data for tensor in model.graph.initializer)
