"""Understanding what was asked."""
