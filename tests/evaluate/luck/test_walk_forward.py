import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from core.evaluate.compare import Answers, Truth, compare
from core.evaluate.luck.walk_forward import TestBlock, walk_forward
from core.evaluate.scores import METRICS
from tests.evaluate.made_up import probabilities

DAYS_A_BLOCK, TICKERS = 60, 3
FIRST_DAY = np.datetime64("2015-01-05")
RESAMPLES = 200


def _block(number, skills=(1.5, 0.5), seeds=(2, 2), target=None):
    rng = np.random.default_rng(number)
    dates = np.repeat(FIRST_DAY + number * DAYS_A_BLOCK + np.arange(DAYS_A_BLOCK), TICKERS)
    target = rng.integers(0, 2, len(dates)) if target is None else np.full(len(dates), target)
    tables = [
        np.stack([probabilities(rng, target, 2, skill) for _ in range(count)])
        for skill, count in zip(skills, seeds, strict=True)
    ]
    answers = Answers("distilled", tables[0]), Answers("alone", tables[1])
    return TestBlock(Truth(target, dates, 5), answers)


def _walk(blocks, metric="auc", seed=0):
    return walk_forward(tuple(blocks), metric, n_resamples=RESAMPLES, seed=seed)


def _area(block, name):
    tables = block.model(name).probabilities
    return np.mean([roc_auc_score(block.truth.target, table[:, 1]) for table in tables])


def test_each_block_has_the_areas_of_scikit_learn_and_their_difference():
    blocks = [_block(k) for k in range(3)]
    for block, found in zip(blocks, _walk(blocks).blocks, strict=True):
        ours, theirs = _area(block, "distilled"), _area(block, "alone")
        assert (found.model, found.reference) == pytest.approx((ours, theirs), abs=1e-9)
        assert found.difference.mean == pytest.approx(ours - theirs, abs=1e-9)


def test_blocks_name_their_days_and_rows():
    first, second = _walk([_block(0), _block(1)]).blocks
    assert first.start == FIRST_DAY.astype(object)
    assert (second.start - first.start).days == DAYS_A_BLOCK
    assert (first.end - first.start).days == DAYS_A_BLOCK - 1
    assert first.rows == DAYS_A_BLOCK * TICKERS


def test_pooled_area_is_the_mean_of_the_blocks_and_no_ranking_across_them():
    blocks = [_block(k) for k in range(4)]
    for block in blocks[::2]:
        block.model("distilled").probabilities[:] **= 3
    found = _walk(blocks)
    expected = np.mean([block.difference.mean for block in found.blocks])
    assert found.pooled.mean == pytest.approx(expected, abs=1e-9)


def test_pooled_accuracy_is_that_of_all_rows_together():
    blocks = [_block(k) for k in range(4)]
    target, dates = (
        np.concatenate([getattr(block.truth, name) for block in blocks])
        for name in ("target", "dates")
    )
    answers = tuple(
        Answers(name, np.concatenate([b.model(name).probabilities for b in blocks], axis=1))
        for name in ("distilled", "alone")
    )
    whole = compare(Truth(target, dates, 5), answers, RESAMPLES)
    expected = whole.difference("accuracy", "distilled", "alone")
    found = _walk(blocks, "accuracy").pooled
    assert (found.mean, found.low, found.high) == pytest.approx(
        (expected.mean, expected.low, expected.high), abs=1e-6
    )


@pytest.mark.parametrize("metric", METRICS)
def test_identical_models_differ_by_exactly_zero(metric):
    block = _block(0)
    same = TestBlock(
        block.truth,
        (block.answers[0], Answers("alone", block.answers[0].probabilities)),
    )
    pooled = _walk([same, same], metric).pooled
    assert (pooled.mean, pooled.low, pooled.high) == (0, 0, 0)


def test_more_blocks_narrow_the_pooled_interval():
    few, many = (_walk([_block(k, seeds=(1, 1)) for k in range(n)]).pooled for n in (2, 8))
    assert many.high - many.low < 0.7 * (few.high - few.low)


def test_sentence_tells_the_stretch_the_interval_and_who_was_ahead():
    found = _walk([_block(0), _block(1), _block(2, skills=(0.2, 2.0))])
    assert found.sentence.startswith(
        "Over 3 test blocks from 2015-01-05 to 2015-07-03, distilled minus alone is "
    )
    assert "in AUC (95 % interval" in found.sentence
    assert found.sentence.endswith("distilled was ahead in 2 of 3 blocks.")


@pytest.mark.parametrize(
    ("skills", "claim"),
    [((3.0, 0.0), "which leaves zero out"), ((1.0, 1.0), "so no difference is clear")],
)
def test_difference_is_called_clear_only_where_the_interval_leaves_zero_out(skills, claim):
    assert claim in _walk([_block(k, skills) for k in range(4)]).sentence


def test_less_loss_counts_as_ahead():
    found = _walk([_block(k, skills=(3.0, 0.0)) for k in range(3)], "log_loss")
    assert found.pooled.high < 0
    assert "ahead in 3 of 3 blocks" in found.sentence


def test_block_with_one_class_has_no_part_in_the_pooled_area():
    blocks = [_block(0), _block(1, target=1), _block(2)]
    found = _walk(blocks)
    assert np.isnan(found.blocks[1].difference.mean)
    assert found.blocks[1].why_not == "some class has no row in this block"
    ends = [found.blocks[k].difference.mean for k in (0, 2)]
    assert found.pooled.mean == pytest.approx(np.mean(ends), abs=1e-9)
    assert found.pooled.low < found.pooled.mean < found.pooled.high
    assert "of 2 blocks. In 1 of them it is not defined." in found.sentence


def test_one_class_in_all_blocks_leaves_nothing_to_pool():
    found = _walk([_block(k, target=0) for k in range(2)])
    assert np.isnan([found.pooled.mean, found.pooled.low, found.pooled.high]).all()
    assert found.sentence.endswith("is not defined: some class has no row in this block.")


def test_a_student_that_diverged_in_one_block_leaves_the_others_standing():
    blocks = [_block(k) for k in range(3)]
    blocks[1].model("distilled").probabilities[0, 7] = np.nan
    found = _walk(blocks)
    assert np.isnan(found.pooled.mean)
    assert "diverged" in found.blocks[1].why_not
    assert "diverged" in found.sentence
    assert np.isfinite([found.blocks[k].difference.low for k in (0, 2)]).all()


def test_reference_with_one_seed_is_paired_with_every_seed():
    blocks = [_block(k, seeds=(3, 1)) for k in range(2)]
    expected = np.mean([_area(b, "distilled") - _area(b, "alone") for b in blocks])
    assert _walk(blocks).pooled.mean == pytest.approx(expected, abs=1e-9)


def test_same_seed_gives_the_same_interval():
    blocks = [_block(k) for k in range(2)]
    assert _walk(blocks, seed=3) == _walk(blocks, seed=3)
    assert _walk(blocks, seed=3).pooled != _walk(blocks, seed=4).pooled


def test_rows_without_dates_cannot_walk_forward():
    block = _block(0)
    undated = TestBlock(Truth(block.truth.target), block.answers)
    with pytest.raises(ValueError, match="have dates"):
        _walk([undated])
