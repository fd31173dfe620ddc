"""Where runs are started, watched, held, found again and put away."""
