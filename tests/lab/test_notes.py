import dataclasses

from core.distill.learners import Learner, TrainedLearner
from core.distill.reports import EpochReport
from core.lab.notes import notes_on_training, tuned_of
from core.lab.result import Tuned
from core.lab.summary import tuning_sentence
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


def tuned_student(role, seed, rate):
    learner = Learner(role, seed, 0.5, 1.0, learning_rate=rate, weight_decay=0.03, dropout=0.1)
    return TrainedLearner(learner, None, 1, 0.5)


def test_what_the_search_found_is_told_once_a_role():
    students = tuple(
        tuned_student(role, seed, rate)
        for seed in (0, 1)
        for role, rate in (("alone", 0.005), ("distilled", 0.015))
    )
    found = tuned_of(students)
    assert found == (Tuned("alone", 0.005, 0.03, 0.1), Tuned("distilled", 0.015, 0.03, 0.1))
    sentence = tuning_sentence(found)
    assert "Alone: learning rate 0.005, weight decay 0.03, dropout 0.1; distilled" in sentence


def test_without_a_search_nothing_is_claimed_to_be_found():
    assert tuned_of((student(0),)) == ()
    assert "were not searched" in tuning_sentence(())
