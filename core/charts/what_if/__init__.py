"""Pictures of what many runs found: landscapes, frontiers, searches."""
