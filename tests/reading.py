"""HTML as a reader sees it: how its source is broken into lines is nobody's business but the template's."""

import re


def one_line(html: str) -> str:
    """The HTML with each run of white space as one space, and none before the end of a tag."""
    return re.sub(r"\s+(?=/?>)", "", re.sub(r"\s+", " ", html))
