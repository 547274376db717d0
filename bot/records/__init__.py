"""What is kept: conversations, accounts, signatures, runs and the log of what was done.

The one room that opens the database (`database`), in which every kind of record has its table
(`tables`); the schema changes only by a step of `migrations`.
"""
