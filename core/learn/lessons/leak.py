"""Lesson 3: shuffled rows against a split in time."""

from __future__ import annotations

from core.learn.lesson import Lesson, Option, Pick, Question

LEAK = Lesson(
    link="leak",
    title="The leak",
    minutes=10,
    promise="The same model on the same days of the same stocks: brilliant when rows are shuffled, "
    "ordinary when time is respected.",
    samples=("us_stocks",),
    button="Judge the model three times",
    controls=(
        Pick(
            key="leak_horizon",
            label="Sessions ahead",
            help="How far the label looks into the future.",
            options=(Option("1", "1"), Option("5", "5"), Option("10", "10")),
            usual="10",
        ),
    ),
    steps=(
        "Will the price stand higher after so many **{leak_horizon}**? Boosted trees are asked "
        "three times. The rows, the indicators, the labels and the trees are the same; only the "
        "split differs: which rows teach, and which judge. Of the five stocks the four with the "
        "longest history are used, to be quick. The usual answer is the accuracy of always saying "
        "what most training rows say.",
        "Shuffled, the days around each test day are in training, and their labels look at nearly "
        "the same future: the trees need only recognise the week. In use nobody has next week's "
        "labels, so this number will never be seen again. The honest split cuts all stocks on the "
        "same day and leaves out a gap as long as the label looks ahead.",
        "Choose 1 session: labels of neighbours no longer overlap, and the magic is gone. "
        "The longer the label looks ahead, the more a shuffled split can copy. Whenever somebody "
        "shows 80 % on prices, ask first how the rows were split. In this app there is no switch "
        "to shuffle a market.",
    ),
    questions=(
        Question(
            key="leak_question_1",
            text="By how many points of accuracy does shuffling flatter the model?",
            choices=("Less than 5", "5 to 15", "More than 15"),
        ),
        Question(
            key="leak_question_2",
            text="On the honest split, can the AUC be told from chance, 0.5?",
            choices=("Yes, it is above", "No", "Yes, it is below"),
        ),
    ),
    terms=("Leak", "Boosted trees", "Indicators", "Accuracy", "AUC", "Interval", "Session"),
)
