"""Tests, laid out like the packages; ``python3 -m tests`` runs all of them and every check."""
