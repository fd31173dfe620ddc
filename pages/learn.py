"""Learn: announced, with links to what works."""

from pages.ui.announced import announced
from pages.ui.heading import heading

heading("Learn")
announced(
    "Five lessons of ten minutes on live data, a glossary, and tables of the ideas behind "
    "distillation.",
    "Until then, the demo is a good first lesson, and every setting explains itself: point at "
    "its question mark.",
)
