"""What-if: announced, with links to what works."""

from pages.ui.announced import announced
from pages.ui.heading import heading

heading("What-if")
announced(
    "A map of alpha and temperature that fills in while students train, and the frontier of "
    "students: how much quality a smaller or faster one costs.",
    "Until then, change alpha, temperature or the width of the student on Distill and compare.",
)
