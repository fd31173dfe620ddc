import dataclasses

from core.distill.learners import Learner, TrainedLearner
from core.distill.reports import EpochReport
from core.lab.notes import notes_on_training
from tests.lab.example_result import make_learner


def student(seed):
    return TrainedLearner(Learner("alone", seed, 0.0, 1.0), None, 1, 0.5)


def curves(*diverged_seeds):
    return tuple(
        EpochReport(
            "students",
            epoch,
            3,
            tuple(
                dataclasses.replace(
                    make_learner("alone", seed, epoch),
                    diverged=seed in diverged_seeds and epoch > 1,
                )
                for seed in (0, 1, 2)
            ),
            0.1,
        )
        for epoch in (1, 2, 3)
    )


def test_a_calm_training_needs_no_note():
    assert notes_on_training(curves(), (0, 1, 2), tuple(map(student, (0, 1, 2)))) == ()


def test_a_learner_that_diverged_is_told_once_with_its_epoch():
    (note,) = notes_on_training(curves(1), (0, 1, 2), tuple(map(student, (0, 1, 2))))
    assert note.startswith("The alone model with seed 1 stopped in epoch 2")


def test_a_seed_that_was_left_out_is_told():
    (note,) = notes_on_training(curves(1), (0, 1, 2), tuple(map(student, (0, 2))))
    assert note.startswith("Seed 1 was left out")
