"""Answers as trades, after cost, beside holding."""
