"""How far a number can be trusted: intervals, tests, margins, and many tries."""
