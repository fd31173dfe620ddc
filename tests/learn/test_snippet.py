from __future__ import annotations

import math

import pytest
import torch

from core.learn.snippet import run_snippet
from core.learn.snippet_found import Found, Snippet
from core.learn.snippet_mistakes import MISTAKES, RIGHT
from core.learn.snippet_rows import SnippetRows, start, train


@pytest.fixture(scope="module")
def rows() -> SnippetRows:
    """Made-up rows in which the first column decides, and a teacher that knows it."""
    source = torch.Generator().manual_seed(7)
    inputs = torch.randn(400, 4, generator=source)
    labels = (inputs[:, 0] + 0.5 * torch.randn(400, generator=source) > 0).long()
    teacher = torch.nn.Linear(4, 2)
    with torch.no_grad():
        teacher.weight.zero_()
        teacher.weight[1, 0] = 3.0
        teacher.bias.zero_()
    return SnippetRows(inputs[:256], labels[:256], inputs[256:], labels[256:], teacher, 256, 2)


@pytest.fixture(scope="module")
def snippet(rows: SnippetRows) -> Snippet:
    return run_snippet(rows, seeds=2, epochs=3)


def of(snippet: Snippet, name: str) -> Found:
    (found,) = (one for one in snippet.found if one.mistake.name == name)
    return found


def reading(snippet: Snippet, name: str, label: str) -> tuple[float | None, float | None]:
    (one,) = (one for one in of(snippet, name).readings if one.label == label)
    return one.wrong, one.right


def test_every_mistake_is_measured(snippet: Snippet) -> None:
    assert [found.mistake for found in snippet.found] == list(MISTAKES)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_both_sides_differ_in_code(mistake) -> None:
    assert mistake.wrong_code != mistake.right_code


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_changes_one_piece_of_the_recipe(mistake) -> None:
    pieces = ("student", "hard", "soft", "ask")
    changed = [p for p in pieces if getattr(mistake.recipe, p) != getattr(RIGHT, p)]
    assert len(changed) == 1


def test_both_sides_begin_with_the_same_weights(rows: SnippetRows) -> None:
    with_spare = start(MISTAKES[0].recipe, rows, seed=3)
    without = start(RIGHT, rows, seed=3)
    for name, weight in without.named_parameters():
        assert torch.equal(weight, with_spare.get_parameter(name))


def test_a_spare_layer_is_counted_and_never_moves(snippet: Snippet, rows: SnippetRows) -> None:
    used = 4 * 16 + 16 + 16 * 2 + 2
    spare = 16 * 16 + 16
    assert reading(snippet, "spare_layer", "Parameters") == (used + spare, used)
    assert reading(snippet, "spare_layer", "Of these without a gradient") == (spare, 0)
    recipe = MISTAKES[0].recipe
    before = start(recipe, rows, seed=0).get_parameter("middle.weight")
    after = train(recipe, rows, seed=0, epochs=1).get_parameter("middle.weight")
    assert torch.equal(before, after)


@pytest.mark.parametrize("name", ["spare_layer", "tracked"])
def test_what_changes_no_gradient_of_the_student_changes_no_score(
    snippet: Snippet, name: str
) -> None:
    found = of(snippet, name).outcome.difference
    assert (found.mean, found.low, found.high) == (0, 0, 0)


def test_softmax_twice_shrinks_the_gradient(snippet: Snippet) -> None:
    wrong, right = reading(snippet, "softmax_twice", "Gradient of that loss")
    assert 0 < wrong < right


def test_two_logs_are_no_divergence(snippet: Snippet) -> None:
    wrong, right = reading(snippet, "two_logs", "Loss of a perfect copy of the teacher")
    assert right == pytest.approx(0, abs=1e-6)
    assert math.isnan(wrong) or wrong < -1e-3


def test_two_logs_spoil_the_probabilities(snippet: Snippet) -> None:
    wrong, right = of(snippet, "two_logs").outcome.log_loss, snippet.right.log_loss
    assert wrong.mean > right.mean


def test_temperature_shows_more_doubt(snippet: Snippet) -> None:
    cold, warm = reading(snippet, "cold", "Probability of the less likely class")
    assert cold < warm < 0.5


def test_only_a_tracked_teacher_has_a_gradient(snippet: Snippet, rows: SnippetRows) -> None:
    wrong, right = reading(snippet, "tracked", "Gradient in the teacher")
    assert wrong > 0
    assert right is None
    assert all(weight.grad is None for weight in rows.teacher.parameters())


def test_a_tracked_teacher_keeps_more_in_memory(snippet: Snippet) -> None:
    wrong, right = reading(snippet, "tracked", "Kept in memory for one batch")
    assert wrong > right


def test_mean_halves_the_teachers_voice_of_two_classes(snippet: Snippet) -> None:
    for label in ("Loss from the teacher", "Gradient of that loss"):
        wrong, right = reading(snippet, "mean", label)
        assert wrong == pytest.approx(right / 2, rel=1e-5)


def test_the_same_seeds_give_the_same_scores(rows: SnippetRows, snippet: Snippet) -> None:
    again = run_snippet(rows, seeds=2, epochs=3)
    assert again.right == snippet.right
    assert again.together == snippet.together
