"""How large a file may be before it is refused, all in one place."""

MAX_FILE_MB = 600
MAX_FILE_BYTES = MAX_FILE_MB * 1024 * 1024
MAX_FILES = 50
MAX_ROWS = 1_000_000
MAX_COLUMNS = 500
MAX_NAME_CHARACTERS = 1000

MAX_TICKER_CHARACTERS = 20
"""Longest ticker that is taken from the name of a file."""

MAX_QUOTED_CHARACTERS = 40
"""Longest piece of a file that is repeated in a sentence."""

MAX_LISTED_NAMES = 12
"""Most column names that one sentence lists."""


def limits_sentence() -> str:
    """Say what may be uploaded, to be said before a limit is hit."""
    return (
        f"At most {MAX_FILE_MB} MB, {MAX_ROWS:,} rows and {MAX_COLUMNS} columns; "
        f"prices may come as up to {MAX_FILES} files, one a ticker."
    )
