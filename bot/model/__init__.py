"""A language model, where one is configured: it proposes and chooses; code states.

Whatever it sends is judged here, and what it adds is either confirmed by the user or marked as its
choice. Without it, and whenever it fails, the reply is the one that code gives alone.
"""
