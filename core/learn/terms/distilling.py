"""Words of distillation itself."""

from __future__ import annotations

from core.learn.terms.term import Term

TERMS = (
    Term(
        "Distillation",
        "Training a small model to give the answers of a large one, and not only the labels. "
        "What is handed over is behaviour, not weights.",
        ("Teacher", "Student", "Soft targets"),
        ("Distill", "Distilling"),
    ),
    Term(
        "Teacher",
        "The large model, or several, whose answers the student learns from. It is trained "
        "first and does not change any more.",
        ("Student", "Headroom"),
        ("Teachers",),
    ),
    Term(
        "Student",
        "The small model that is to be deployed.",
        ("Distilled", "Alone"),
        ("Students",),
    ),
    Term(
        "Alone",
        "The student trained on the labels only, with the same first weights, batches and steps "
        "as the distilled one. Without it nobody could know whether the teacher helped.",
        ("Distilled", "Baseline"),
        ("Student alone",),
    ),
    Term(
        "Distilled",
        "The student that also hears the teacher.",
        ("Alone", "Alpha"),
        ("Distilled student",),
    ),
    Term(
        "Alpha",
        "Weight of the teacher's voice in the loss, from 0 to 1: 0 ignores the teacher, 1 hears "
        "only the teacher. Some books give the letter to the labels instead.",
        ("Temperature", "Loss"),
        ("α",),
    ),
    Term(
        "Temperature",
        "Number by which logits are divided before the softmax. At 1 an answer stays as it is; "
        "higher shows more of the doubt that a sure answer hides.",
        ("Softmax", "Soft targets"),
        ("T",),
    ),
    Term(
        "Soft targets",
        "The teacher's probabilities for all classes, softened by the temperature. They say how "
        "sure the teacher is, which a label does not.",
        ("Hard label", "Temperature"),
        ("Softened", "Soft"),
    ),
    Term(
        "Hard label",
        "The class that really happened, without any doubt in it.",
        ("Soft targets", "Label"),
        ("Labels only", "Hard"),
    ),
    Term(
        "Logits",
        "The raw scores of a model, one a class, before they become probabilities.",
        ("Softmax",),
        ("Logit",),
    ),
    Term(
        "Softmax",
        "Turns logits into probabilities that add up to 1; the larger the logit, the larger the "
        "probability.",
        ("Logits", "Cross-entropy"),
    ),
    Term(
        "KL divergence",
        "How far one set of probabilities is from another, in nats, the unit of natural "
        "logarithms; 0 where they are equal. The student is drawn to its teacher by it.",
        ("Cross-entropy", "Soft targets"),
        ("KL", "Kullback-Leibler divergence"),
    ),
    Term(
        "Cross-entropy",
        "The usual loss for classes: minus the logarithm of the probability that was given to "
        "the class that happened.",
        ("Log loss", "Softmax"),
        ("CE",),
    ),
    Term(
        "Headroom",
        "How much better the teacher is than the student alone. Where there is none, there is "
        "little to be taught.",
        ("Teacher", "Alone"),
    ),
    Term(
        "Label smoothing",
        "Mixes each label with a small share for every class. A control: what it gains as well "
        "is no merit of the teacher.",
        ("Hard label",),
    ),
    Term(
        "Logit matching",
        "The student copies the teacher's logits by their squared difference; there is no "
        "temperature.",
        ("Logits",),
    ),
    Term(
        "Hidden hint",
        "Besides the answers, the student's hidden units must foretell those of the teacher.",
        ("Hidden units",),
    ),
    Term(
        "Decoupled targets",
        "Splits the teacher's answer into how sure it is and how it ranks the other classes.",
        ("Soft targets",),
        ("DKD",),
    ),
    Term(
        "Relations",
        "The student need only agree with its teacher on what goes up and down together.",
        ("Soft targets",),
        ("DIST",),
    ),
    Term(
        "Standardised logits",
        "Both answers are brought to one scale first, so that only their shape is compared.",
        ("Logits",),
    ),
    Term(
        "Teacher assistant",
        "A model of middle size that learns from the teacher and then teaches the student.",
        ("Teacher",),
    ),
    Term(
        "Born again",
        "Students of one size in a row, each taught by the one before it; a generation is one "
        "of them.",
        ("Student",),
        ("Born-again", "Generations"),
    ),
    Term(
        "Attention to days",
        "Besides the answers, the student should be active on the days on which its teacher is.",
        ("Window",),
    ),
    Term(
        "Out of fold",
        "An answer for a row by a model that did not learn from that row, as it would be for a "
        "new one.",
        ("Overfitting", "Training rows"),
        ("Out-of-fold",),
    ),
    Term(
        "Made-up rows",
        "Rows that nobody observed and only the teacher labels: values redrawn from their column, "
        "or noise added.",
        ("Teacher",),
        ("Augmentation", "Jitter"),
    ),
    Term(
        "Agreement",
        "Share of rows for which student and teacher give the same class, right or wrong.",
        ("Accuracy",),
        ("Agree", "Same class"),
    ),
)
