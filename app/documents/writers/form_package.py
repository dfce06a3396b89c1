"""A customer's workbook as a package of parts: read under limits, changed part by part, put together unharmed.

What nobody asked to change keeps its bytes: charts, pictures, print settings. A workbook library would read the
whole and write back only what it knows of.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from app.documents.form_refusals import FORM_BROKEN, FORM_NO_SHEET, FORM_TOO_LARGE

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_WORKBOOK: Final = "xl/workbook.xml"
_CHAIN: Final = "xl/calcChain.xml"
_TYPES_PART: Final = "[Content_Types].xml"
_OTHER_KINDS: Final = (b"macroEnabled", b"template.main+xml")
MOST_BYTES: Final = 128 * 1024 * 1024
MOST_MEMBERS: Final = 5_000
_MOST_RATIO: Final = 200
_FREE_OF_RATIO: Final = 8 * 1024 * 1024
# Parts that a copied sheet may share with the one it was copied from.
_SHARED: Final = ("/image", "/printerSettings")
_NUMBERED: Final = re.compile(r"(?P<stem>.*?)(?P<number>\d*)(?P<ending>\.\w+)")


@dataclass
class FormPackage:
    """An open workbook.

    Attributes:
        parts: Content by path, in the order of the file.
        name: Of the file, for refusals.
    """

    parts: dict[str, bytes]
    name: str
    _changed: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, content: bytes, name: str) -> FormPackage:
        """Read a workbook (.xlsx), counting while unpacking.

        Raises:
            PartproofError: no workbook, damaged, or a bomb.
        """
        parts: dict[str, bytes] = {}
        total = 0
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                members = archive.infolist()
                if len(members) > MOST_MEMBERS:
                    raise FORM_TOO_LARGE(name=name)
                for member in members:
                    if member.is_dir():
                        continue
                    body = _unpacked(archive, member, MOST_BYTES - total, name)
                    total += len(body)
                    parts[member.filename] = body
        except (
            zipfile.BadZipFile,
            zlib.error,
            NotImplementedError,
            RuntimeError,
            EOFError,
            ValueError,
            OSError,
        ) as error:
            raise FORM_BROKEN(name=name) from error
        types = parts.get(_TYPES_PART, b"")
        # What is filled in leaves as .xlsx: a workbook with macros or a template would not open under that name.
        if _WORKBOOK not in parts or not types or any(kind in types for kind in _OTHER_KINDS):
            raise FORM_BROKEN(name=name)
        return cls(parts, name)

    def tree(self, path: str) -> Any:
        """Return the root of a part, opened once; changes to it are written back by `packed`."""
        if path not in self._changed:
            self._changed[path] = self._read(path)
        return self._changed[path]

    def _read(self, path: str) -> Any:
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, dtd_validation=False
        )
        try:
            root = etree.fromstring(self._bytes(path), parser)
        except (etree.XMLSyntaxError, KeyError) as error:
            raise FORM_BROKEN(name=self.name) from error
        if _has_doctype(root):
            raise FORM_BROKEN(name=self.name)
        return root

    def sheets(self) -> dict[str, str]:
        """Return the path of each worksheet by its title, in the order of the tabs."""
        targets = self._relations(_WORKBOOK)
        found: dict[str, str] = {}
        for sheet in self.tree(_WORKBOOK).iter(f"{{{MAIN}}}sheet"):
            path = targets.get(str(sheet.get(f"{{{RELATIONS}}}id")), "")
            if path in self.parts or path in self._changed:
                found[str(sheet.get("name"))] = path
        return found

    def sheet_path(self, title: str) -> str:
        """Return the path of a worksheet.

        Raises:
            PartproofError: no such sheet.
        """
        found = self.sheets()
        if title not in found:
            raise FORM_NO_SHEET(name=self.name, sheet=title, known=", ".join(found))
        return found[title]

    def shared_strings(self) -> list[str]:
        """Return the texts that cells name by their number."""
        if "xl/sharedStrings.xml" not in self.parts:
            return []
        root = self.tree("xl/sharedStrings.xml")
        return ["".join(text.text or "" for text in one.iter(f"{{{MAIN}}}t")) for one in root]

    def copy_sheet(self, title: str, new_title: str) -> str:
        """Put a copy of a sheet behind it, with its own drawings and charts; return the path of the copy."""
        path = self.sheet_path(title)
        copied: dict[str, str] = {}
        new_path = self._copy_part(path, copied)
        for part in copied.values():
            if "/tables/" in part:
                self._rename_table(part)
        for view in self.tree(new_path).iter(f"{{{MAIN}}}sheetView"):
            # Two selected tabs are one group: what is typed into one would go into both.
            view.attrib.pop("tabSelected", None)
        self._add_sheet(title, new_title, new_path)
        return new_path

    def _copy_part(self, path: str, copied: dict[str, str]) -> str:
        if path in copied:
            return copied[path]
        new = self._free_path(path)
        copied[path] = new
        self.parts[new] = self._bytes(path)
        self._copy_type(path, new)
        relations = _relations_path(path)
        if relations in self.parts:
            root = self._read(relations)
            for one in root:
                kind, target = str(one.get("Type")), str(one.get("Target"))
                if one.get("TargetMode") == "External" or kind.endswith(_SHARED):
                    continue
                old = posixpath.normpath(posixpath.join(posixpath.dirname(path), target)).lstrip("/")
                old = target.lstrip("/") if target.startswith("/") else old
                if old in self.parts:
                    made = self._copy_part(old, copied)
                    one.set("Target", "/" + made)
            self.parts[_relations_path(new)] = etree.tostring(
                root, xml_declaration=True, encoding="UTF-8", standalone=True
            )
        return new

    def _rename_table(self, path: str) -> None:
        """Give a copied table a number and names of its own; a workbook with two of one name is damaged."""
        others = [self.tree(one) for one in self.parts if "/tables/" in one and one.endswith(".xml")]
        number = max(whole_number(one.get("id")) for one in others) + 1
        root = self.tree(path)
        root.set("id", str(number))
        for key in ("name", "displayName"):
            root.set(key, f"{root.get(key)}_{number}")

    def _free_path(self, path: str) -> str:
        match = _NUMBERED.fullmatch(path)
        stem, ending = (match["stem"], match["ending"]) if match is not None else (path, "")
        number = 1
        while f"{stem}{number}{ending}" in self.parts:
            number += 1
        return f"{stem}{number}{ending}"

    def _copy_type(self, path: str, new: str) -> None:
        types = self.tree("[Content_Types].xml")
        for one in types.findall(f"{{{_TYPES}}}Override"):
            if one.get("PartName") == "/" + path:
                added = etree.SubElement(types, f"{{{_TYPES}}}Override")
                added.set("PartName", "/" + new)
                added.set("ContentType", str(one.get("ContentType")))
                return

    def _add_sheet(self, title: str, new_title: str, path: str) -> None:
        relations_path = _relations_path(_WORKBOOK)
        relations = self.tree(relations_path)
        known = {str(one.get("Id")) for one in relations}
        identity = next(f"rIdP{number}" for number in range(1, 10_000) if f"rIdP{number}" not in known)
        added = etree.SubElement(relations, f"{{{_PACKAGE}}}Relationship")
        added.set("Id", identity)
        added.set("Type", f"{RELATIONS}/worksheet")
        added.set("Target", "/" + path)
        book = self.tree(_WORKBOOK)
        sheets = book.find(f"{{{MAIN}}}sheets")
        rows = list(sheets)
        numbers = [whole_number(one.get("sheetId")) for one in rows]
        place = next(index for index, one in enumerate(rows) if one.get("name") == title)
        made = etree.Element(f"{{{MAIN}}}sheet")
        made.set("name", new_title)
        made.set("sheetId", str(max(numbers) + 1))
        made.set(f"{{{RELATIONS}}}id", identity)
        sheets.insert(len(rows), made)
        # Names of one sheet (print area, title rows) are counted by tab, so the copy stands at the end.
        defined = book.find(f"{{{MAIN}}}definedNames")
        if defined is not None:
            for one in list(defined):
                if one.get("localSheetId") == str(place):
                    self._copy_name(defined, one, title, new_title, len(rows))

    @staticmethod
    def _copy_name(defined: Any, one: Any, title: str, new_title: str, tab: int) -> None:
        copy = etree.SubElement(defined, one.tag)
        for key, value in one.attrib.items():
            copy.set(key, value)
        copy.set("localSheetId", str(tab))
        quoted, new_quoted = title.replace("'", "''"), new_title.replace("'", "''")
        text = str(one.text or "")
        copy.text = text.replace(f"'{quoted}'!", f"'{new_quoted}'!").replace(f"{title}!", f"'{new_quoted}'!")

    def _relations(self, path: str) -> dict[str, str]:
        root = self.tree(_relations_path(path))
        found: dict[str, str] = {}
        for one in root:
            target = str(one.get("Target"))
            joined = target if target.startswith("/") else posixpath.join(posixpath.dirname(path), target)
            found[str(one.get("Id"))] = posixpath.normpath(joined).lstrip("/")
        return found

    def _bytes(self, path: str) -> bytes:
        if path in self._changed:
            return bytes(
                etree.tostring(self._changed[path], xml_declaration=True, encoding="UTF-8", standalone=True)
            )
        return self.parts[path]

    def recalculate(self) -> None:
        """Let every program calculate all formulas anew when it opens the workbook."""
        book = self.tree(_WORKBOOK)
        settings = book.find(f"{{{MAIN}}}calcPr")
        if settings is None:
            settings = etree.Element(f"{{{MAIN}}}calcPr")
            _insert_before(book, settings, ("oleSize", "customWorkbookViews", "pivotCaches", "extLst"))
        settings.set("fullCalcOnLoad", "1")
        if _CHAIN in self.parts:
            self._drop_chain()

    def _drop_chain(self) -> None:
        del self.parts[_CHAIN]
        self._changed.pop(_CHAIN, None)
        types = self.tree("[Content_Types].xml")
        for one in list(types):
            if one.get("PartName") == "/" + _CHAIN:
                types.remove(one)
        relations = self.tree(_relations_path(_WORKBOOK))
        for one in list(relations):
            if str(one.get("Type")).endswith("/calcChain"):
                relations.remove(one)

    def packed(self) -> bytes:
        """Return the workbook; the same parts give the same bytes."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for path in self.parts:
                entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 0
                archive.writestr(entry, self._bytes(path), compresslevel=6)
        return out.getvalue()


def whole_number(text: object) -> int:
    """Return a number of the package; 0 where there is none or something else stands there."""
    digits = str(text or "")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else 0


def _has_doctype(root: Any) -> bool:
    return bool(root.getroottree().docinfo.doctype)


def _relations_path(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def _insert_before(parent: Any, child: Any, following: tuple[str, ...]) -> None:
    for index, one in enumerate(parent):
        if etree.QName(one).localname in following:
            parent.insert(index, child)
            return
    parent.append(child)


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, allowed: int, name: str) -> bytes:
    """Return a member's content, counted while it is unpacked: what a zip says of itself is not believed."""
    pieces: list[bytes] = []
    size = 0
    with archive.open(member) as stream:
        while piece := stream.read(1 << 18):
            size += len(piece)
            if size > allowed or (
                size > _FREE_OF_RATIO and size > max(member.compress_size, 1) * _MOST_RATIO
            ):
                raise FORM_TOO_LARGE(name=name)
            pieces.append(piece)
    return b"".join(pieces)
