"""Numbered checks that need the question and the split: of a data set, not of a table."""
