"""Original files → plain text: Word, PDF, OFD, web page, plain text, scan. One file a format.

What comes in is hostile until it has been read: sizes are bounded before anything is unpacked,
nothing is fetched, nothing is executed. A format's library is imported when a file of it is read.
"""

from corpus.intake.formats.original import Kind, Original, Page, Progress
from corpus.intake.formats.read import as_html, page_image, read

__all__ = ["Kind", "Original", "Page", "Progress", "as_html", "page_image", "read"]
