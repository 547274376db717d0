"""Taking in a policy text: file → text → proposals, each with its words → a folder that loads."""
