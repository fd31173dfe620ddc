"""A finished run to hand on: one HTML file that opens offline, and a CSV of its numbers."""
