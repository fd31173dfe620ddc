"""One run done many times, each with other rows; one line each, and a summary over them.

spec ──▶ items ──▶ a run each, here or on a cluster ──▶ lines ──▶ summary
"""
