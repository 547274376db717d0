"""Answers, one file for each thing a question can want."""
