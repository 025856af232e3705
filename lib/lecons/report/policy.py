"""What a browser may run and apply in a finished page: the texts that lecons wrote itself, by their hash.

Content-Security-Policy, level 3 (W3C): a script or a style that came in with the data, or that somebody
put into the file afterwards, has no hash here, and no browser takes it.
"""

import base64
import hashlib


def allowed(*texts: str) -> str:
    """The sources of a policy (`'sha256-…' …`) for scripts or styles as they stand between their tags."""
    return " ".join(f"'sha256-{_digest(text)}'" for text in texts)


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
