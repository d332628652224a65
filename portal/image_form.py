"""The form of a picture in the admin: what is no picture to its last pixel gets a message at its field."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.forms import BaseImageForm

from . import image_reader
from .limited import Unread, run_limited

logger = logging.getLogger("portal.admin")
BROKEN = "Deze afbeelding is niet te lezen. Misschien is het bestand beschadigd of niet helemaal overgekomen."


class AfbeeldingForm(BaseImageForm):
    """Wagtail looks at the first bytes in the form, and fails on the rest when it makes a smaller one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The second form of an upload of many has no file.
        if field := self.fields.get("file"):
            field.to_python = _readable(field.to_python)


def _readable(to_python: Any) -> Any:
    def checked(data: Any) -> Any:
        try:
            file = to_python(data)
            if file is not None and data is not None:
                file.seek(0)
                run_limited(image_reader.size_of, file.read())
                file.seek(0)
        except ValidationError:
            raise
        except Unread as error:
            logger.warning("Refused a picture: %s", error)
            raise ValidationError(BROKEN) from error
        except (OSError, ValueError, SyntaxError, EOFError) as error:
            # What Pillow raises for bytes that begin as a picture does.
            raise ValidationError(BROKEN) from error
        return file

    return checked
