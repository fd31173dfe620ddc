"""The Learn page: what its lessons say, compute and answer."""
