"""How fast and how heavy: student and teacher timed side by side."""
