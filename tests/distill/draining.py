"""Running a training to its end."""


def drain(training):
    """Return every report of a training and what it returned."""
    reports = []
    while True:
        try:
            reports.append(next(training))
        except StopIteration as ended:
            return reports, ended.value
