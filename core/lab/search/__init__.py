"""The best settings within bounds: Optuna proposes, validation rows choose, test rows tell once.

spec ──▶ ask ──▶ train (alone beside distilled) ──▶ tell ──▶ choose ──▶ judge
"""
