"""Handing the student over: the bundle and its model card."""
