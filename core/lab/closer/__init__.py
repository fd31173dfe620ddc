"""Closer looks at a finished run: everything here is computed from what the run kept."""
