"""Training of the bundled model: `python -m evals research train`."""
