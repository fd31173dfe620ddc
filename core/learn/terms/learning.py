"""Words of models and of training them."""

from __future__ import annotations

from core.learn.terms.term import Term

TERMS = (
    Term(
        "Parameters",
        "The numbers that a model learns, such as weights; their count is a measure of its size.",
        ("Size",),
        ("Parameter", "Weights"),
    ),
    Term(
        "Hidden units",
        "The numbers that a network computes between its features and its answer.",
        ("Width", "Depth"),
        ("Hidden layer", "Hidden layers", "Units"),
    ),
    Term("Width", "Hidden units in one layer.", ("Depth", "Hidden units")),
    Term("Depth", "Number of hidden layers.", ("Width",)),
    Term(
        "Linear",
        "One weight for each feature, added up, and a softmax: logistic regression. The "
        "smallest student, and one that can be read.",
        ("Logits",),
        ("Logistic regression",),
    ),
    Term(
        "MLP",
        "Multilayer perceptron: layers of units that each add up what comes in and cut off what "
        "is negative.",
        ("Hidden units",),
    ),
    Term(
        "Residual MLP",
        "An MLP whose blocks each add a small correction to what they read, which keeps deep "
        "ones easy to train.",
        ("MLP",),
    ),
    Term(
        "GRU",
        "Gated recurrent unit: reads the days of a window in order and keeps a running memory.",
        ("LSTM", "Window"),
    ),
    Term(
        "LSTM",
        "Long short-term memory: like a GRU, with a second memory that is cleared with more care.",
        ("GRU", "Window"),
    ),
    Term(
        "TCN",
        "Temporal convolutional network: filters that slide over the days of a window.",
        ("Window",),
    ),
    Term(
        "Transformer",
        "A network in which each day of a window looks at all others and picks those that matter.",
        ("Window",),
    ),
    Term(
        "Boosted trees",
        "Hundreds of small decision trees, each mending what the ones before got wrong; the "
        "usual best teacher for tables.",
        ("Random forest", "Leaves"),
    ),
    Term(
        "Random forest",
        "Many deep decision trees, each grown on other rows and features, that vote.",
        ("Boosted trees",),
        ("Forest",),
    ),
    Term(
        "Leaves",
        "The ends of a decision tree, each with its answer; more of them make it finer.",
        ("Boosted trees",),
    ),
    Term(
        "Ensemble",
        "Several models whose probabilities are averaged; its members are trained one by one.",
        ("Teacher",),
        ("Members",),
    ),
    Term(
        "Window",
        "The days that a sequence model looks back over for one answer.",
        ("GRU", "Horizon"),
        ("Windows", "Sequence models"),
    ),
    Term(
        "Loss",
        "The number that training makes small: how far the answers are from labels and teacher.",
        ("Cross-entropy", "KL divergence"),
        ("Losses",),
    ),
    Term(
        "Gradient",
        "For each weight, how much the loss would change with it; training steps against it.",
        ("Loss", "Learning rate"),
    ),
    Term(
        "Autograd",
        "The part of PyTorch that remembers how a number was computed, so that gradients can be "
        "found. It costs memory and time and is switched off for a teacher.",
        ("Gradient",),
    ),
    Term(
        "Epoch",
        "One pass over all training rows.",
        ("Batch",),
        ("Epochs",),
    ),
    Term(
        "Best epoch",
        "The epoch after which the validation loss was lowest; its weights are the ones kept.",
        ("Epoch", "Validation rows"),
    ),
    Term("Batch", "The rows of one training step.", ("Epoch",), ("Batch size", "Batches")),
    Term(
        "Learning rate",
        "Size of a training step. Too large and the loss jumps about, too small and it crawls.",
        ("Gradient",),
    ),
    Term(
        "Weight decay",
        "A pull of all weights towards zero in each step, which steadies training on small data.",
        ("Overfitting",),
    ),
    Term(
        "Dropout",
        "Switches off a random share of hidden units in each training step, so that none is "
        "relied on too much.",
        ("Overfitting",),
    ),
    Term(
        "Overfitting",
        "Learning the training rows by heart, chance included, so that new rows are answered "
        "worse.",
        ("Validation rows",),
        ("Overfit", "By heart"),
    ),
    Term(
        "Seed",
        "Number from which all chance of a run is drawn: first weights, order of rows, dropout. "
        "The same settings and seed give the same numbers.",
        ("Interval",),
        ("Seeds", "Repeats"),
    ),
    Term(
        "Transfer learning",
        "Going on with the weights of a model that was trained for another question or on other "
        "data.",
        ("Distillation",),
    ),
)
