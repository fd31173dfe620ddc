"""Runs: announced, with links to what works."""

from pages.ui.announced import announced
from pages.ui.heading import heading

heading("Runs")
announced(
    "Every run that was made, to rename, compare, start again from, export or delete.",
    "Until then, the run bar at the side shows the latest run of this session.",
)
