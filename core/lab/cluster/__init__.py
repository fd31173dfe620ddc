"""Many tasks at once, on this machine's processors or on a cluster; nothing here knows a model.

tasks ──▶ inline (this thread) or cluster (Dask's workers) ──▶ what they tell, as it arrives
"""
