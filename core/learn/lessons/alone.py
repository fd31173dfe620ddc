"""Lesson 2: alone against distilled, with many labels and with few."""

from __future__ import annotations

from core.learn.lesson import Lesson, Option, Pick, Question

ALONE = Lesson(
    link="alone",
    title="Alone against distilled",
    minutes=10,
    promise="The same small student twice, with and without a teacher: when that helps, and when "
    "it does not.",
    samples=("taiwan_credit",),
    button="Train both students",
    controls=(
        Pick(
            key="alone_labels",
            label="Labels that are known",
            help="The other training rows stay, without their label: only the teacher speaks of "
            "them.",
            options=(Option("100", "All"), Option("20", "20 %"), Option("5", "5 %")),
            usual="5",
        ),
        Pick(
            key="alone_teacher",
            label="Teacher",
            help="Boosted trees see what a small net misses; an MLP is of the student's own kind.",
            options=(Option("trees", "Boosted trees"), Option("mlp", "MLP, as the student")),
            usual="trees",
        ),
    ),
    steps=(
        "30,000 card holders in Taiwan: who does not pay next month? A student with 16 hidden "
        "units learns it five times from the labels **alone**, and five times **distilled**: with "
        "the same first weights, batches and number of steps, but with a teacher in its ear "
        "(alpha 0.9, T = 2). Without *alone*, nobody could say whether the teacher helped. "
        "Choose **{alone_labels}** and press the button.",
        "Each dot is an AUC on test rows that nobody has seen, with its 95 % interval over random "
        "starts and test rows. Compare the gap between alone and distilled as labels get scarce: "
        "labels are dear in finance, since a loan takes years to show its end. The teacher has no "
        "more labels than alone, but it may comment on every row.",
        "Now change **{alone_teacher}**. A net of the student's own kind has learned from the same "
        "few labels in the same way, so it has little to add: its doubt is the student's doubt. "
        "The verdict may then say *no clear difference*, or that the teacher hurt. Both are "
        "results. What helps on these rows is a teacher of another kind; with few labels the "
        "distilled student may even end above it, as it hears an answer to every row.",
    ),
    questions=(
        Question(
            key="alone_question_1",
            text="With the same labels and the other of the two teachers, what is the verdict?",
            choices=("The teacher helped", "No clear difference", "The teacher hurt"),
        ),
        Question(
            key="alone_question_2",
            text="With this teacher, where is the measured gain of distilled over alone largest?",
            choices=("With all labels", "With 20 %", "With 5 %"),
        ),
    ),
    terms=(
        "Alone",
        "Distilled",
        "Boosted trees",
        "MLP",
        "Hidden units",
        "AUC",
        "Interval",
        "Few labels",
        "Alpha",
        "Temperature",
    ),
)
