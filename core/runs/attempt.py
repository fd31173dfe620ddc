"""Calls that a thread must outlive: what they raise becomes a sentence and a line in the log."""

from __future__ import annotations

import logging
from collections.abc import Callable

from core.errors import LabError
from core.runs.control import Cancelled

BUG_SENTENCE = (
    "Something went wrong inside Distill Lab, and the run ended. "
    "Your settings are kept; start the run again, and report it if it happens once more."
)

logger = logging.getLogger(__name__)


def failure_of(name: str, call: Callable[[], None]) -> str:
    """Return what went wrong in a call as one sentence, empty when nothing did.

    The traceback goes to the log of the process.

    Parameters
    ----------
    name : str
        What was called, for the log.
    call : callable
        Whatever it raises ends here.
    """
    try:
        call()
    except Cancelled:
        return ""
    except LabError as problem:
        logger.warning("%s failed", name, exc_info=True)
        return str(problem)
    except BaseException:  # the thread must outlive whatever it calls
        logger.exception("%s crashed", name)
        return BUG_SENTENCE
    return ""
