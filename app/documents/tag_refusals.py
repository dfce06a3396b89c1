"""What making, laying out and printing a tag refuses, each with its next step. Holds no code."""

from __future__ import annotations

from app.errors import RefusalKind
from app.texts import mark

LAYOUT_SYNTAX = RefusalKind(
    "tag.layout_syntax",
    mark("The tag layout {file} cannot be read, line {line}: {reason}."),
    mark("Correct that line of the layout file and print again."),
)
LAYOUT_KEY = RefusalKind(
    "tag.layout_key",
    mark("The tag layout {file}, line {line}: “{key}” is unknown here or missing; there are {known}."),
    mark("Correct that line of the layout file and print again."),
)
LAYOUT_VALUE = RefusalKind(
    "tag.layout_value",
    mark("The tag layout {file}, line {line}: “{key}” cannot be {value}."),
    mark("Correct that line of the layout file and print again."),
)
LAYOUT_FIELD = RefusalKind(
    "tag.layout_field",
    mark("The tag layout {file}, line {line}: this tag has no field {field}; there are {known}."),
    mark("Correct that line of the layout file and print again."),
)
LAYOUT_OUTSIDE = RefusalKind(
    "tag.layout_outside",
    mark("The tag layout {file}, line {line}: it lies outside of the page of {width} × {height} mm."),
    mark("Correct that line of the layout file and print again."),
)
LAYOUT_OVERLAP = RefusalKind(
    "tag.layout_overlap",
    mark("The tag layout {file}, line {line}: it lies over what line {other} prints."),
    mark("Correct that line of the layout file and print again."),
)
LAYOUT_SMALL_TEXT = RefusalKind(
    "tag.layout_small_text",
    mark(
        "The tag layout {file}, line {line}: letters of {size} pt are too small here; {least} pt is the least."
    ),
    mark("Correct that line of the layout file and print again."),
)
LAYOUT_SMALL_CODE = RefusalKind(
    "tag.layout_small_code",
    mark(
        "The tag layout {file}, line {line}: a code of {holds} characters gets modules of {module} mm there; "
        "scanners need {least} mm, in whole printer dots."
    ),
    mark("Give the code more room in the layout file, or let it hold fewer characters."),
)
LAYOUT_NO_MAIN = RefusalKind(
    "tag.layout_no_main",
    mark("The tag layout {file}, line {line}: a text of {least} pt or more must be the main value."),
    mark("Correct that line of the layout file and print again."),
)
NO_LAYOUT = RefusalKind(
    "tag.no_layout",
    mark("There is no tag layout {layout} for {kind}; there are {known}."),
    mark("Choose one of these."),
)
NO_KIND = RefusalKind(
    "tag.no_kind", mark("There is no tag {kind}; there are {known}."), mark("Choose one of these.")
)
NO_RECORD = RefusalKind(
    "tag.no_record",
    mark("There is no record {id} to make the tag {kind} from."),
    mark("Open the record in the program and print from there."),
)
RECORD_UNKNOWN = RefusalKind(
    "tag.record_unknown",
    mark("Nothing of this kind has the number {text}."),
    mark("Type or scan its number as it stands on the record."),
)
TEXT_TOO_LONG = RefusalKind(
    "tag.text_too_long",
    mark("“{text}” ({length} characters) does not fit into the field {field} of the tag {tag}."),
    mark("Shorten the text, or choose a larger tag; nothing is cut off silently."),
)
CODE_TOO_LONG = RefusalKind(
    "tag.code_too_long",
    mark("The code {field} of the tag {tag} would get too small to be read: “{text}” ({length} characters)."),
    mark("Shorten the number, or choose a larger tag."),
)
CODE_IMPOSSIBLE = RefusalKind(
    "tag.code_impossible",
    mark("“{text}” cannot stand in the code {field} of the tag {tag}: {reason}."),
    mark("Correct the value in its record and print again."),
)
ENTRY_MISSING = RefusalKind(
    "tag.entry_missing",
    mark("The tag {tag} needs {field}."),
    mark("Fill that field in before printing."),
)
ENTRY_UNKNOWN = RefusalKind(
    "tag.entry_unknown",
    mark("The tag {tag} has no field {field} to fill in."),
    mark("Print without it."),
)
ENTRY_WRONG = RefusalKind(
    "tag.entry_wrong",
    mark("{field} of the tag {tag} cannot be “{value}”."),
    mark("Type it again: whole numbers from 1, days like 2026-11-24, quantities up to that of the LOT."),
)
NO_BADGE = RefusalKind(
    "tag.no_badge",
    mark("{name} has no badge number, or does not work here any more."),
    mark("Give the person a badge number first."),
)
GAUGE_UNFIT = RefusalKind(
    "tag.gauge_unfit",
    mark("{number} has no calibration in force; a calibration label would say something untrue."),
    mark("Calibrate the gauge and record it, then print the label."),
)
LOT_HELD = RefusalKind(
    "tag.lot_held",
    mark("The LOT {number} is {state}; no delivery or box label is printed for it."),
    mark("Release the LOT first, or take another one."),
)
COPIES = RefusalKind(
    "tag.copies",
    mark("{copies} {copies:copy|copies} cannot be printed at once."),
    mark("Print 1 to {most} copies."),
)
TOO_WIDE = RefusalKind(
    "tag.too_wide",
    mark("The tag is {width} mm wide, the printer {printer} prints {room} mm."),
    mark("Choose a smaller tag, or print it on the office printer."),
)
PRINTER_ADDRESS = RefusalKind(
    "tag.printer_address",
    mark("“{address}” is no address of a label printer."),
    mark("Write tcp://192.168.0.30:9100 for the network, or serial:COM5 for a cable."),
)
MANY_BOXES = RefusalKind(
    "tag.many_boxes",
    mark("{count} boxes are too many for one print; it takes {most}."),
    mark("Print them in parts: boxes 1-{most} first, then the others."),
)
REPRINT_REASON = RefusalKind(
    "tag.reprint_reason",
    mark("{tag} was printed {count} {count:time|times} already; a reprint needs its reason."),
    mark("Say why it is printed again: damaged, lost, the printer failed."),
)
PRINTER_SHAPE = RefusalKind(
    "tag.printer_shape",
    mark("The label printer {printer} cannot be kept like this."),
    mark("Give it a name, 152, 203, 300 or 600 dpi, a width of 15 to 430 mm and a usual speed."),
)
NO_PRINTER = RefusalKind(
    "tag.no_printer",
    mark("This PC knows no label printer {printer}; it knows {known}."),
    mark("Add it under Labels and tags, Printers."),
)
PRINTER_AWAY = RefusalKind(
    "tag.printer_away",
    mark("The label printer {printer} cannot be reached ({reason}). Nothing was sent and nothing counted."),
    mark("Switch the printer on, look at its cable and address, then print again."),
)
PRINTER_NOT_READY = RefusalKind(
    "tag.printer_not_ready",
    mark("The label printer {printer} is not ready: {reason}. Nothing was sent and nothing counted."),
    mark("Put it right at the printer and print again."),
)
PRINT_STOPPED = RefusalKind(
    "tag.print_stopped",
    mark("Printing on {printer} was stopped after {sent} of {size} bytes; the print is on record."),
    mark("Look what came out; press cancel at the printer if half a label waits there."),
)
LAYOUT_NAME = RefusalKind(
    "tag.layout_name",
    mark("“{name}” cannot be the name of a layout."),
    mark("Use up to 60 letters, digits, blanks, hyphens, dots and brackets."),
)
LAYOUT_OTHER_KIND = RefusalKind(
    "tag.layout_other_kind",
    mark("The layout name {name} belongs to the tag {kind}."),
    mark("Choose another name."),
)
LAYOUT_NOT_OURS = RefusalKind(
    "tag.layout_not_ours",
    mark("The plant has no layout {name} of its own."),
    mark("Nothing needs to be done; the layout of the program is used."),
)
PRINTER_FAILED = RefusalKind(
    "tag.printer_failed",
    mark("The label printer {printer} did not take the tag ({reason}). Whether one came out is not known."),
    mark(
        "Look at the printer: switched on, cable, paper, head closed. Then print again; it counts as a reprint."
    ),
)
