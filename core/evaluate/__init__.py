"""How good and how costly: scores with intervals, baselines, latency and the verdict."""
