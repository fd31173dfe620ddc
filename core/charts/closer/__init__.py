"""Closer looks as sections: the same words, tables and pictures for the screen and the report."""
