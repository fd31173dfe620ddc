"""What a model is called where it is shown."""

from __future__ import annotations

from core.models.catalog import ARCHITECTURES
from core.spec import ModelSpec

WITHOUT_WIDTH = frozenset({"linear", "trees", "forest"})


def model_name(spec: ModelSpec) -> str:
    """Return a short name with the size: "MLP 16", "MLP 256 × 2" or "Boosted trees + MLP 64"."""
    if spec.name == "ensemble":
        return " + ".join(model_name(member) for member in spec.member_specs)
    title = ARCHITECTURES[spec.name].title
    if spec.name in WITHOUT_WIDTH:
        return title
    return f"{title} {spec.width}" + (f" × {spec.depth}" if spec.depth > 1 else "")
