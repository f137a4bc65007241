"""What a person is told about a file that cannot be read."""

from doorstep.kit.errors import NotAllowed


class UnreadableFile(NotAllowed):
    """One or two plain sentences: what is wrong with the file, and what to do."""
