"""Lesson 1: what a teacher's soft answers contain."""

from __future__ import annotations

from core.learn.lesson import Lesson, Option, Pick, Question, Slide

SOFTENING = Lesson(
    link="softening",
    title="What a teacher's soft answers contain",
    minutes=10,
    promise="One row, two models: see the doubt that a plain label hides, and why T is squared.",
    samples=("german_credit", "us_stocks"),
    button="",
    controls=(
        Pick(
            key="softening_rows",
            label="Rows",
            help="Loans have two answers, the trend of a stock has three.",
            options=(
                Option("loans", "Loans in Germany"),
                Option("trend", "Trend of five US stocks"),
            ),
            usual="loans",
        ),
        Slide(
            key="softening_row",
            label="Row, from doubtful to sure",
            help="Thirty test rows, from the one the teacher doubts most to its surest.",
            low=1,
            high=30,
            usual=24,
        ),
        Slide(
            key="softening_heat",
            label="Temperature T",
            help="Both models' logits are divided by T before they become shares.",
            low=1,
            high=10,
            usual=2,
        ),
    ),
    steps=(
        "A label says one word. A teacher says how likely it holds each answer. The bars are one "
        "real test row: the teacher on the left, a student after three passes over the rows on "
        "the right. Move **{softening_heat}** and watch both soften; faint bars are T = 1. The "
        "order of the answers never changes, only how much of the doubt can be seen.",
        "Move **{softening_row}** too. Where the teacher is sure, its answer at T = 1 is little "
        "more than the label. Where it doubts, it tells what this row has in common with rows "
        "of another class, and that is what a student can learn beyond the labels.",
        "How far the student is from the teacher is one number: the divergence KL(teacher ‖ "
        "student), in nats, 0 when both say the same. A high T brings both answers close to an "
        "even split, and so to each other: the divergence shrinks, for a very sure teacher only "
        "after a small rise. Its pull on the student's logits, the slope of the divergence, "
        "shrinks even more, since each logit is divided by T as well.",
        "That is why the loss multiplies by T². The lines show the pull on all the weights of "
        "this student, measured over the test rows: without T² it fades to a small part, at high "
        "T about as fast as 1/T², and beside the labels hardly anything of the teacher would be "
        "heard. With T² it stays of the same order, so that alpha means roughly the same at every "
        "T. Try **{softening_rows}** with three answers as well.",
    ),
    questions=(
        Question(
            key="softening_question_1",
            text="On this row, what does T = 8 do to the share of the teacher's first choice?",
            choices=(
                "It grows by 5 points or more",
                "It stays within 5 points",
                "It falls by 5 points or more",
            ),
        ),
        Question(
            key="softening_question_2",
            text="Without T², how strong is the teacher's pull at T = 8 beside that at T = 1?",
            choices=("At least half as strong", "A half to a tenth", "Less than a tenth"),
        ),
    ),
    terms=("Temperature", "Label", "Logits", "KL divergence", "Gradient", "Alpha"),
)
