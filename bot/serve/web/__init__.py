"""The pages (one file each) and their shared look.

Every address on a page is relative: the pages stand side by side, directly below wherever the
service is, so that they need not know whether that is ``/`` or a path of a portal.
"""
