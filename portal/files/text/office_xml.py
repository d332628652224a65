"""The parts of an office file: an archive of XML, of which only the local names matter."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import Any

MAX_UNPACKED = 100_000_000
MAX_RATIO = 200
# The first bytes of the older kind of file, in which Office also packs what has a password.
OLDER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Parts:
    """The parts of the archive, and what they say of each other. PermissionError: it needs a password."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(OLDER):
            if ENCRYPTED in data:
                raise PermissionError("it is encrypted")
            raise ValueError("a file of an older kind")
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        found = self._archive.infolist()
        unpacked = sum(info.file_size for info in found)
        packed = sum(info.compress_size for info in found) or 1
        if unpacked > MAX_UNPACKED or unpacked / packed > MAX_RATIO:
            raise ValueError("the archive unpacks to too much")
        self.names = frozenset(info.filename for info in found)

    def bytes(self, part: str) -> bytes:
        """What a part holds."""
        return self._archive.read(part)

    def tree(self, part: str) -> Any:
        """The root of a part; None when there is none."""
        if part not in self.names:
            return None
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(self.bytes(part), parser)
        if root.getroottree().docinfo.internalDTD is not None:
            raise ValueError("a document type declaration")
        return root

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Id -> (kind, name) of the parts that a part names, such as its styles; of the archive itself for ""."""
        folder, name = posixpath.split(part)
        relations = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for relation in relations if relations is not None else ():
            target = posixpath.normpath(posixpath.join("/", folder, attribute(relation, "Target")))[1:]
            if target in self.names:
                kind = attribute(relation, "Type").rpartition("/")[2]
                found[attribute(relation, "Id")] = kind, target
        return found

    def first(self, part: str, kind: str) -> str:
        """The part of this kind that a part names; "" when it names none."""
        return next((name for known, name in self.related(part).values() if known == kind), "")


def local(element: Any) -> str:
    """The name without its namespace; "" for a comment or an instruction."""
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """The attribute with this name, in whatever namespace; "" when there is none."""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def child(element: Any, *path: str) -> Any:
    """The element at the end of these names; None when it is not there."""
    for name in path:
        if element is not None:
            element = next((one for one in element if local(one) == name), None)
    return element
