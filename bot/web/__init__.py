"""The web: pages (one file each), their shared look, and the application that serves them."""

from bot.web.server import create_app

__all__ = ["create_app"]
