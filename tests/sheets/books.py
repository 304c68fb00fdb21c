"""Workbooks as people have them."""

import io
import zipfile

from openpyxl import Workbook


def workbook(*rows: tuple[object, ...], merged: tuple[str, ...] = ()) -> bytes:
    """Return a workbook of one sheet. merged: ranges as ``A1:B2``."""
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for cells in merged:
        sheet.merge_cells(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rewritten(data: bytes, old: bytes, new: bytes, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    """Return a workbook with other bytes in one of its parts."""
    source = zipfile.ZipFile(io.BytesIO(data))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in source.namelist():
            content = source.read(part)
            assert part != name or old in content, f"{old!r} is not in {part}"
            archive.writestr(part, content.replace(old, new) if part == name else content)
    return out.getvalue()
