"""Where uploads are kept."""

import contextlib
from typing import Any

from django.core.files.storage import FileSystemStorage


class WholeFileStorage(FileSystemStorage):
    """Files on disk; what could not be written to the end, as on a full disk, leaves nothing behind."""

    def _save(self, name: str, content: Any) -> str:
        try:
            return super()._save(name, content)  # type: ignore[misc]  # its stubs leave it out
        except OSError:
            # The name was free a moment ago.
            with contextlib.suppress(OSError):
                self.delete(name)
            raise
