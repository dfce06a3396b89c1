"""What the PDF reader refuses, each with the next step; holds no reading and no translation."""

from __future__ import annotations

from typing import Final

from app.errors import RefusalKind
from app.texts import mark

EMPTY_FILE: Final = RefusalKind(
    "drawings.pdf_empty",
    mark("The file {name} is empty."),
    mark("Copy it again from where it came from."),
)
UNREADABLE_FILE: Final = RefusalKind(
    "drawings.pdf_unreadable",
    mark("The file {name} cannot be read ({reason})."),
    mark("Check that it is still there and that you may open it."),
)
NOT_A_PDF: Final = RefusalKind(
    "drawings.pdf_not_a_pdf",
    mark("{name} is not a PDF, whatever its name says."),
    mark("Choose the PDF of the drawing, or attach this file as a document without a preview."),
)
NOT_SHOWN: Final = RefusalKind(
    "drawings.not_shown",
    mark("{name} is of a kind that the program keeps but cannot show."),
    mark("Open it with its own program; that is recorded. Attach a PDF or DXF of it to see it here."),
)
LOCKED: Final = RefusalKind(
    "drawings.locked",
    mark("{name} is locked by document security ({product})."),
    mark("Have it released by whoever may do that, or ask its sender for an open copy."),
)
FILE_TOO_LARGE: Final = RefusalKind(
    "drawings.pdf_too_large",
    mark("{name} has {megabytes} MB; drawings of up to {limit} MB are opened."),
    mark("Save the drawing with smaller pictures, or attach it as a document without a preview."),
)
PASSWORD_NEEDED: Final = RefusalKind(
    "drawings.pdf_password",
    mark("{name} is protected with a password."),
    mark("Ask its sender for a copy without a password and open that one."),
)
TRUNCATED: Final = RefusalKind(
    "drawings.pdf_truncated",
    mark("{name} stops before its end; a part of the file is missing."),
    mark("Copy or download it again, completely."),
)
DAMAGED: Final = RefusalKind(
    "drawings.pdf_damaged",
    mark("{name} is damaged and cannot be opened."),
    mark("Copy it again, or have it exported anew from the drawing program."),
)
NO_PAGES: Final = RefusalKind(
    "drawings.pdf_no_pages",
    mark("{name} holds no page."),
    mark("Have it exported anew from the drawing program."),
)
NO_SUCH_PAGE: Final = RefusalKind(
    "drawings.pdf_no_such_page",
    mark("{name} has {pages} {pages:page|pages}; page {page} does not exist."),
    mark("Choose one of its pages."),
)
PAGE_DAMAGED: Final = RefusalKind(
    "drawings.pdf_page_damaged",
    mark("Page {page} of {name} is damaged and cannot be shown."),
    mark("Have the drawing exported anew from the drawing program."),
)
IMPOSSIBLE_SIZE: Final = RefusalKind(
    "drawings.pdf_page_size",
    mark("Page {page} of {name} states a size that no drawing has: {width} × {height} mm."),
    mark("Have the drawing exported anew at its real sheet size."),
)
PICTURE_TOO_LARGE: Final = RefusalKind(
    "drawings.pdf_picture_too_large",
    mark("A picture of {width} × {height} pixels of {name} is more than is drawn at once."),
    mark("Zoom out, or choose a smaller part of the page."),
)
TOO_MUCH_TEXT: Final = RefusalKind(
    "drawings.pdf_too_much_text",
    mark("Page {page} of {name} holds {characters} characters; up to {limit} are read."),
    mark("Place the balloons by hand on this page."),
)
TOO_SLOW: Final = RefusalKind(
    "drawings.pdf_too_slow",
    mark("{name} was given up after {seconds} seconds of work."),
    mark("Open it outside the program, or have it exported anew in a simpler form."),
)
DXF_DAMAGED: Final = RefusalKind(
    "drawings.dxf_damaged",
    mark("{name} is no DXF that can be read; its structure is broken."),
    mark("Have it exported anew, as DXF of 2013 or as PDF."),
)
DXF_TOO_COMPLEX: Final = RefusalKind(
    "drawings.dxf_too_complex",
    mark("{name} draws more than {limit} lines; that is no drawing of a part."),
    mark("Have the sheet exported as a PDF, or attach the file as a document without a preview."),
)
PICTURE_DAMAGED: Final = RefusalKind(
    "drawings.picture_damaged",
    mark("The picture {name} is damaged or of a kind that cannot be shown."),
    mark("Take it again, or save it as PNG or JPEG."),
)
PICTURE_HUGE: Final = RefusalKind(
    "drawings.picture_huge",
    mark("The picture {name} has {width} × {height} points; up to {limit} million are shown."),
    mark("Save it smaller and attach that one."),
)
READER_STOPPED: Final = RefusalKind(
    "drawings.pdf_reader_stopped",
    mark("The PDF reader stopped at {name}: the file is faulty or needs too much memory."),
    mark("Nothing is lost and the reader starts again by itself. Have the file exported anew."),
)
READER_MISSING: Final = RefusalKind(
    "drawings.pdf_reader_missing",
    mark("The PDF reader could not be started ({reason})."),
    mark("Run the doctor, and install the program again if it names a missing part."),
)

# The child process names a refusal by its code only; the sentence is made in the parent.
BY_CODE: Final = {
    kind.code: kind
    for kind in (
        UNREADABLE_FILE,
        PASSWORD_NEEDED,
        DAMAGED,
        NO_PAGES,
        NO_SUCH_PAGE,
        PAGE_DAMAGED,
        IMPOSSIBLE_SIZE,
        PICTURE_TOO_LARGE,
        TOO_MUCH_TEXT,
        DXF_DAMAGED,
        DXF_TOO_COMPLEX,
        PICTURE_DAMAGED,
        PICTURE_HUGE,
        READER_STOPPED,
    )
}
