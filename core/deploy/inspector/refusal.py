"""The error of a model that is not let in."""

from __future__ import annotations

from core.errors import BundleError


def refusal(found: str) -> BundleError:
    """Return the error of a model that could do harm or does not keep its word."""
    return BundleError(
        "The model of a bundle must be a plain graph that repeats its known answers",
        found,
        "Do not use this bundle; have it exported again.",
    )
