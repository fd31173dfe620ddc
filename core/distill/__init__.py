"""How one model teaches another: losses, training, and many students at once."""
