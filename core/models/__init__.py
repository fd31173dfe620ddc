"""Who can learn: architectures, their sizes and their cost."""
