"""The rooms put together: one run from its spec to its result."""
