"""Who somebody of the staff is, and what they may do: passwords, roles, signing in."""
