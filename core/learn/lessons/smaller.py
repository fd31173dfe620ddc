"""Lesson 5: size, latency of one row and of a batch are three different things."""

from __future__ import annotations

from core.learn.lesson import Lesson, Option, Pick, Question

SMALLER = Lesson(
    link="smaller",
    title="Smaller and faster",
    minutes=10,
    promise="Six models as real files, timed here and now: size is not latency, and one row is "
    "not a batch.",
    samples=("taiwan_credit",),
    button="Train, export and time",
    controls=(
        Pick(
            key="smaller_batch",
            label="Rows in a batch",
            help="How many rows are asked at once.",
            options=(Option("32", "32"), Option("256", "256"), Option("2048", "2,048")),
            usual="256",
        ),
        Pick(
            key="smaller_cost",
            label="Cost on the frontier",
            help="What quality is held against.",
            options=(
                Option("size", "File size"),
                Option("one_row", "One row"),
                Option("batch", "A batch"),
            ),
            usual="size",
        ),
    ),
    steps=(
        "A linear student, four MLPs of 4 to 256 hidden units and the boosted trees that taught "
        "them, on the card holders of Taiwan. Each becomes one ONNX file with its preprocessing "
        "inside and is timed in ONNX Runtime on one thread, all in turns, so that a busy moment "
        "falls on all of them. Press the button; nothing here was measured beforehand.",
        "Every line is a model, every mark says how many times as much it costs as the cheapest. "
        "Sizes lie far apart, times for one row close together: calling the runtime and "
        "preparing the columns cost the same for all, and only what is left is the model. "
        "Change **{smaller_batch}**: the larger it is, the more the model itself counts.",
        "Choose **{smaller_cost}**. The line joins the models that nobody beats in both ways; each "
        "of the others costs no less and is no better than one on it. Look at the intervals before "
        "paying for the last point of AUC, and ask how your system calls the model: a card payment "
        "is one row, a nightly portfolio is a batch.",
    ),
    questions=(
        Question(
            key="smaller_question_1",
            text="The largest file is many times as large as the smallest. Is it as many times as "
            "slow on one row?",
            choices=("More", "About as many", "Far fewer"),
        ),
        Question(
            key="smaller_question_2",
            text="Is the gap between the slowest and the fastest model wider on a batch?",
            choices=("Wider on a batch", "About the same", "Wider on one row"),
        ),
    ),
    terms=(
        "Linear",
        "MLP",
        "Hidden units",
        "Boosted trees",
        "ONNX",
        "Preprocessing",
        "Latency",
        "Parameters",
        "Frontier",
        "AUC",
    ),
)
