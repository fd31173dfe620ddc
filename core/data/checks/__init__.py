"""Numbered checks of a table: one code, one question, one explanation each."""
