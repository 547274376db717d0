"""How retrieval and the engine compare with others, and how the model is trained.

Most of it needs material that does not come with the project. It runs from a checkout and is
never installed.
"""
