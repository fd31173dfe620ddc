"""Quality beyond the scores: classes, calibration, disputes, what models listen to."""
