"""Lesson 4: noise that looks like a win when enough settings are tried."""

from __future__ import annotations

from core.learn.lesson import Lesson, Question, Slide

NOISE = Lesson(
    link="noise",
    title="Noise that looks like a win",
    minutes=10,
    promise="Prices made by dice: try often enough and something wins. Watch the verdict refuse.",
    samples=("random_walk",),
    button="Train 120 students on noise",
    controls=(
        Slide(
            key="noise_tries",
            label="Tries",
            help="Each is one setting of alpha and temperature with one random start.",
            low=2,
            high=120,
            usual=20,
        ),
    ),
    steps=(
        "The prices in this lesson are a random walk: made by a script, with no direction to "
        "learn. Twelve settings of alpha and temperature are trained with ten random starts each, "
        "and beside every start a student alone. No setting can be better than another. Press the "
        "button and see what a patient analyst would report.",
        "Each dot is one try: the AUC of a distilled student minus that of the student alone, "
        "with one start. The line is the best so far. Move **{noise_tries}**: the more you try, "
        "the better the best looks, and it never gets worse. Nothing was learned; you only "
        "drew more often and kept the luckiest. Most dots may lie on one side of zero: all share "
        "the same test days, and so their luck.",
        "Here the winner is looked at again. First with all ten starts instead of its lucky "
        "one, then with test days drawn again in blocks, then with the interval made wider for the "
        "number of tries (Bonferroni's correction). That is what the verdict on Compare "
        "does, and why it asks for several seeds and counts what was tried on the same rows.",
    ),
    questions=(
        Question(
            key="noise_question_1",
            text="The winner gained with its one start. What does it gain over all ten starts?",
            choices=(
                "As much or more",
                "Less, but clearly above zero",
                "Nothing that can be told from zero",
            ),
        ),
        Question(
            key="noise_question_2",
            text="How wide must the winner's interval be after so many tries?",
            choices=(
                "As wide as after one",
                "Up to one and a half times as wide",
                "More than one and a half times as wide",
            ),
        ),
    ),
    terms=(
        "Random walk",
        "Alpha",
        "Temperature",
        "AUC",
        "Seed",
        "Interval",
        "Many tries",
        "Verdict",
    ),
)
