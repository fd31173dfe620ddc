"""Work in the background: any stream of events, run by a small pool of threads."""
