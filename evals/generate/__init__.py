"""Messages made from frames whose amount is known: the reader is measured on what it never saw.

Nothing here is shared with the reader: neither code nor words. A frame says who did what, when and
for how much; its amount is plain arithmetic on the frame, and its words come from vocabulary.yaml.
"""
