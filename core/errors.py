"""Everything a user can get wrong, as one drawn tree.

    LabError
    ├── SpecError                  a choice that cannot work
    ├── DataError                  rows that cannot be used
    │   ├── UnreadableFileError    not a CSV, or too large to be read
    │   ├── MissingColumnError     a column the task needs is not there
    │   │   └── NoTargetError          nobody said which column to predict
    │   ├── ColumnValueError       a cell holds what its column cannot hold
    │   ├── TargetError            a target with one class, or far too many
    │   ├── TooFewRowsError        not enough rows for the split
    │   └── SourceError            Yahoo Finance did not give the prices
    │       ├── UnknownSymbolError     the symbol is not listed
    │       ├── EmptyRangeError        no session between the two dates
    │       ├── RateLimitedError       too many requests
    │       ├── OfflineError           no connection
    │       ├── GarbledAnswerError     an answer that is not price data
    │       └── TimedOutError          no answer in time
    ├── TrainingError              training diverged and left nothing to keep
    ├── QueueError                 a run that cannot be put into the queue
    ├── StoreError                 the registry of runs cannot be read or written
    ├── RecordError                a stored run or model that cannot be read back
    ├── RunError                   what was asked of a run does not fit its state
    │   └── OwnerError             somebody else started the run
    ├── BundleError                a bundle that cannot be written or trusted
    ├── ServeError                 an address that a model cannot be served at
    └── ClusterError               workers that cannot be reached, started or kept

Every error is one sentence of three parts: what must hold, what was found, what
to do. The parts are plain text: a screen shows them as text, never as Markdown.
"""

from __future__ import annotations


class LabError(Exception):
    """A problem that the user can mend, told in one sentence.

    Parameters
    ----------
    must : str
        What has to hold, without a full stop: "The target must have at least two classes".
    found : str
        What was found instead and where, without a full stop.
    remedy : str
        What to do about it, a full sentence.
    """

    def __init__(self, must: str, found: str, remedy: str) -> None:
        self.must = must.rstrip(".")
        self.found = found.rstrip(".")
        self.remedy = remedy
        super().__init__(f"{self.must}, however: {self.found}. {self.remedy}")

    def __reduce__(self) -> tuple[type[LabError], tuple[str, str, str]]:
        """Let the error come out of a worker process as it was raised there."""
        return type(self), (self.must, self.found, self.remedy)


class SpecError(LabError):
    """A choice, or a pair of choices, that cannot work."""


class DataError(LabError):
    """Rows that cannot be used."""


class UnreadableFileError(DataError):
    """A file that is not a CSV, or is too large to be read."""


class MissingColumnError(DataError):
    """A column the task needs is not in the table."""


class NoTargetError(MissingColumnError):
    """Nobody said which column to predict, and no name tells."""


class ColumnValueError(DataError):
    """A cell holds something that its column cannot hold."""


class TargetError(DataError):
    """A target with one class only, or with far too many."""


class TooFewRowsError(DataError):
    """Not enough rows to train, validate and test."""


class SourceError(DataError):
    """Yahoo Finance did not give the prices."""


class UnknownSymbolError(SourceError):
    """The symbol is not listed."""


class EmptyRangeError(SourceError):
    """No session lies between the two dates."""


class RateLimitedError(SourceError):
    """Too many requests were made."""


class OfflineError(SourceError):
    """There is no connection to the source."""


class GarbledAnswerError(SourceError):
    """The answer is not price data."""


class TimedOutError(SourceError):
    """No answer came in time."""


class TrainingError(LabError):
    """Training diverged and left nothing to keep."""


class QueueError(LabError):
    """A run that cannot be put into the queue."""


class StoreError(LabError):
    """The registry of runs cannot be read or written."""


class RecordError(LabError):
    """A stored run or model that cannot be read back."""


class RunError(LabError):
    """What was asked of a run does not fit its state."""


class OwnerError(RunError):
    """Somebody else started the run."""


class BundleError(LabError):
    """A bundle that cannot be written or trusted."""


class ServeError(LabError):
    """An address that a model cannot be served at."""


class ClusterError(LabError):
    """Workers that cannot be reached, started or kept."""
