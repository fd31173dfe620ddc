import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from core.errors import SpecError
from core.spec import DataSpec, DistillSpec, ModelSpec, RunSpec, TaskSpec, TrainSpec, parse_spec


def groups(model: type[BaseModel] = RunSpec):
    yield model
    for field in model.model_fields.values():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from groups(field.annotation)


@pytest.mark.parametrize(
    ("group", "field"),
    [(group, name) for group in groups() for name in group.model_fields],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_every_field_has_help_that_ends_like_a_sentence(group, field):
    help_text = group.model_fields[field].description
    assert help_text
    assert help_text.endswith(".")


@given(
    alpha=st.floats(0, 1),
    temperature=st.floats(0.5, 20),
    seeds=st.integers(1, 20),
    seed=st.integers(0, 2**31 - 1),
)
def test_a_spec_survives_json(alpha, temperature, seeds, seed):
    spec = RunSpec(
        distill=DistillSpec(alpha=alpha, temperature=temperature),
        train=TrainSpec(seeds=seeds, seed=seed),
    )
    assert RunSpec.model_validate_json(spec.model_dump_json()) == spec


def test_the_fingerprint_changes_with_any_choice():
    other = RunSpec(distill=DistillSpec(alpha=0.5))
    assert RunSpec().fingerprint == RunSpec().fingerprint != other.fingerprint


def test_a_spec_cannot_be_changed():
    with pytest.raises(ValidationError, match="frozen"):
        RunSpec().distill.alpha = 0.1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"distill": {"alpha": 7}}, "distill.alpha"),
        ({"distill": {"temperature": "hot"}}, "distill.temperature"),
        ({"train": {"epochs": 0}}, "train.epochs"),
        ({"task": {"name": "weather"}}, "task.name"),
        ({"colour": "blue"}, "colour"),
        ([], "the settings"),
    ],
)
def test_a_bad_value_is_named_with_its_field(values, field):
    with pytest.raises(SpecError) as raised:
        parse_spec(values)
    assert raised.value.found.startswith(field)


def test_yahoo_needs_a_ticker():
    with pytest.raises(ValidationError, match="at least one ticker"):
        DataSpec(source="yahoo")


def test_the_first_day_must_come_before_the_last():
    with pytest.raises(ValidationError, match="start must be before end"):
        DataSpec(start="2010-01-02", end="2010-01-02")  # type: ignore[arg-type]


def test_seeds_count_up_from_the_first():
    assert RunSpec(train=TrainSpec(seed=4, seeds=3)).seeds == (4, 5, 6)


@pytest.mark.parametrize(("name", "days"), [("direction", 1), ("trend", 10), ("risk", 10)])
def test_each_market_task_has_its_usual_horizon(name, days):
    assert TaskSpec(name=name).horizon_days == days
    assert TaskSpec(name=name, horizon_days=5).horizon_days == 5


def test_an_ensemble_without_named_members_has_the_usual_ones():
    assert ModelSpec(name="ensemble").members == ("trees", "mlp")


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        (("trees",), "2 to 5 members, not 1"),
        (("mlp",) * 6, "2 to 5 members, not 6"),
        (("trees", "ensemble"), "cannot be a member"),
    ],
)
def test_an_ensemble_that_cannot_be_is_refused(members, reason):
    with pytest.raises(SpecError, match=reason):
        parse_spec({"teacher": {"name": "ensemble", "members": members}})


def test_only_an_ensemble_has_members():
    with pytest.raises(SpecError, match="only an ensemble has members, not mlp"):
        parse_spec({"teacher": {"name": "mlp", "members": ["trees", "mlp"]}})


def test_members_have_the_size_of_their_ensemble():
    spec = ModelSpec(name="ensemble", members=("gru", "trees"), width=7, window=9, leaves=4)
    assert spec.member_specs == (
        ModelSpec(name="gru", width=7, window=9, leaves=4),
        ModelSpec(name="trees", width=7, window=9, leaves=4),
    )


def test_an_ensemble_survives_json():
    spec = RunSpec(teacher=ModelSpec(name="ensemble", members=("forest", "mlp", "mlp")))
    assert RunSpec.model_validate_json(spec.model_dump_json()) == spec
