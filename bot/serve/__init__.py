"""The doors: the API, the pages, who may come in and how much at once."""
