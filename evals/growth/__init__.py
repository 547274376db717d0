"""``python -m evals growth``: what an answer, a start and a build cost as the collection grows."""
