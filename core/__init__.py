"""Everything Distill Lab knows: spec, data, task, teacher, students, scores, verdict, bundle.

Code in this package never imports streamlit, never prints and never reads the
session of a browser. Imports point one way, from the end of that sentence to
its beginning; ``tests/test_structure.py`` keeps it so.
"""
