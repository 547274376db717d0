"""How much of a text survives the way in: versions of it in each format, made and read back."""
