"""Training of the bundled model: `python -m index train`. Nothing here is imported to serve."""
