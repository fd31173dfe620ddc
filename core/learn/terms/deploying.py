"""Words of cost, of speed and of handing a model over."""

from __future__ import annotations

from core.learn.terms.term import Term

TERMS = (
    Term(
        "Size",
        "Bytes of a model's file. A smaller file is not always a faster one.",
        ("Parameters", "Latency"),
        ("File size",),
    ),
    Term(
        "FLOPs",
        "Floating-point operations: additions and multiplications of one answer.",
        ("Latency",),
    ),
    Term(
        "Latency",
        "Time of one answer. For a single row most of it is the work around the model, so size "
        "hardly matters; for many rows at once it does.",
        ("p95", "FLOPs"),
        ("Times", "One row"),
    ),
    Term(
        "p95",
        "The time that 95 of 100 answers do not exceed.",
        ("Latency", "Median"),
        ("95th percentile",),
    ),
    Term("Median", "The middle value: half are below and half above.", ("p95",), ("Medians",)),
    Term(
        "Frontier",
        "The models for which no other is both smaller, or faster, and better.",
        ("Size", "Latency"),
    ),
    Term(
        "ONNX",
        "Open file format for trained models, which many programs and languages can run.",
        ("Bundle",),
    ),
    Term(
        "Bundle",
        "Archive with the student, its preprocessing, its card and a proof that it answers as it "
        "did here.",
        ("ONNX", "Card"),
    ),
    Term(
        "Card",
        "Page that tells what a model is for, on what rows it learned, its scores and its limits.",
        ("Bundle",),
        ("Model card",),
    ),
    Term(
        "Quantisation",
        "Storing weights in 8 bits in place of 32: the file shrinks to about a quarter, answers "
        "move a little.",
        ("Pruning",),
        ("8 bits", "Rounds the weights"),
    ),
    Term(
        "Pruning",
        "Dropping weights or whole units that matter little.",
        ("Quantisation",),
        ("Drops weights", "Prune"),
    ),
    Term(
        "CUDA",
        "What programs need to compute on a graphics card of NVIDIA.",
        ("Epoch",),
        ("Graphics card",),
    ),
)
