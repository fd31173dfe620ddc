"""The What-if page: one module for each kind of question."""
