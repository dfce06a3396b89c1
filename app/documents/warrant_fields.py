"""The fields of a part submission warrant, in the order and with the numbers the form has. Words only, no values.

Field list: the form as public sources show it; every label is in our own words. Two fields (52 and 53) come from
memory alone and are printed last of their section.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.texts import mark_term


@dataclass(frozen=True)
class Field:
    """One field: its stable name, its label (marked under "form"), and whether it is a box to tick."""

    name: str
    label: str
    box: bool = False


@dataclass(frozen=True)
class Section:
    """One section of the form."""

    title: str
    fields: tuple[Field, ...]
    columns: int = 2


SECTIONS: Final = (
    Section(
        mark_term("form", "Part information"),
        (
            Field("part_name", mark_term("form", "Part name")),
            Field("cust_part_no", mark_term("form", "Customer part no.")),
            Field("drawing_no", mark_term("form", "Shown on drawing no.")),
            Field("org_part_no", mark_term("form", "Organization part no.")),
            Field("ec_level", mark_term("form", "Engineering change level")),
            Field("ec_date", mark_term("form", "Change level date")),
            Field("add_ec", mark_term("form", "Additional engineering changes")),
            Field("add_ec_date", mark_term("form", "Additional change date")),
            Field("safety_reg", mark_term("form", "Safety / government regulation")),
            Field("po_no", mark_term("form", "Purchase order no.")),
            Field("weight_kg", mark_term("form", "Weight (kg)")),
            Field("aid_no", mark_term("form", "Checking aid no.")),
            Field("aid_ec", mark_term("form", "Checking aid change level")),
            Field("aid_ec_date", mark_term("form", "Checking aid change date")),
        ),
    ),
    Section(
        mark_term("form", "Organization"),
        (
            Field("org_name_code", mark_term("form", "Name and supplier code")),
            Field("street", mark_term("form", "Street address")),
            Field("city", mark_term("form", "City")),
            Field("region", mark_term("form", "Region")),
            Field("postal", mark_term("form", "Postal code")),
            Field("country", mark_term("form", "Country")),
        ),
    ),
    Section(
        mark_term("form", "Customer submittal"),
        (
            Field("customer_division", mark_term("form", "Customer / division")),
            Field("buyer", mark_term("form", "Buyer / buyer code")),
            Field("application", mark_term("form", "Application")),
        ),
    ),
    Section(
        mark_term("form", "Materials reporting"),
        (
            Field("soc_reported", mark_term("form", "Substances of concern reported")),
            Field("imds_ref", mark_term("form", "IMDS or other customer format")),
            Field("polymer_marked", mark_term("form", "Polymeric parts carry ISO marks")),
        ),
    ),
    Section(
        mark_term("form", "Reason for submission"),
        (
            Field("reason_initial", mark_term("form", "Initial submission"), True),
            Field("reason_ec", mark_term("form", "Engineering change"), True),
            Field(
                "reason_tooling",
                mark_term("form", "Tooling transferred, replaced, refurbished or added"),
                True,
            ),
            Field("reason_correction", mark_term("form", "Correction of a discrepancy"), True),
            Field("reason_inactive", mark_term("form", "Tooling inactive for over a year"), True),
            Field("reason_optional", mark_term("form", "Change to optional construction or material"), True),
            Field("reason_source", mark_term("form", "Supplier or material source change"), True),
            Field("reason_process", mark_term("form", "Change in part processing"), True),
            Field("reason_location", mark_term("form", "Parts made at an additional place"), True),
            Field("reason_other", mark_term("form", "Other reason")),
        ),
    ),
    Section(
        mark_term("form", "Requested submission level"),
        (Field("submission_level", mark_term("form", "Submission level")),),
        1,
    ),
    Section(
        mark_term("form", "Submission results"),
        (
            Field("res_dim", mark_term("form", "Dimensional measurements"), True),
            Field("res_mat", mark_term("form", "Material and functional tests"), True),
            Field("res_app", mark_term("form", "Appearance criteria"), True),
            Field("res_stat", mark_term("form", "Statistical process package"), True),
            Field("meets", mark_term("form", "Results meet all design record requirements")),
            Field("explain", mark_term("form", "Explanation")),
            Field("mold", mark_term("form", "Mould / cavity / production process")),
        ),
    ),
    Section(
        mark_term("form", "Declaration"),
        (
            Field("comments", mark_term("form", "Comments")),
            Field("signature", mark_term("form", "Authorized signature")),
            Field("sign_date", mark_term("form", "Date signed")),
            Field("print_name", mark_term("form", "Print name")),
            Field("title", mark_term("form", "Position")),
            Field("phone", mark_term("form", "Phone")),
            Field("email", mark_term("form", "E-mail")),
            Field("rate", mark_term("form", "Production rate (pieces / hours)")),
            Field("cust_tool_tagged", mark_term("form", "Customer tools tagged and numbered")),
        ),
    ),
    Section(
        mark_term("form", "For customer use only"),
        (
            Field("disposition", mark_term("form", "Customer disposition")),
            Field("cust_signature", mark_term("form", "Customer signature")),
            Field("tracking", mark_term("form", "Customer tracking no.")),
        ),
    ),
)
# What the submission's reason may be stored as → the box it ticks; any other text is printed under "other".
REASONS: Final = {
    "initial": "reason_initial",
    "engineering_change": "reason_ec",
    "tooling": "reason_tooling",
    "correction": "reason_correction",
    "tooling_inactive": "reason_inactive",
    "optional_material": "reason_optional",
    "source_change": "reason_source",
    "process_change": "reason_process",
    "additional_location": "reason_location",
}
# What no record of the program says and a person enters for each warrant: boxes, a yes or no, else words.
BY_HAND: Final = (
    "safety_reg",
    "po_no",
    "add_ec",
    "add_ec_date",
    "aid_no",
    "aid_ec",
    "aid_ec_date",
    "city",
    "region",
    "postal",
    "country",
    "buyer",
    "soc_reported",
    "imds_ref",
    "polymer_marked",
    "reason_tooling",
    "reason_inactive",
    "reason_optional",
    "reason_source",
    "reason_process",
    "reason_location",
    "mold",
    "comments",
    "phone",
    "email",
    "rate",
    "cust_tool_tagged",
)
# Answered with one of these; the words are marked for the form.
YES_OR_NO: Final = frozenset({"safety_reg", "soc_reported", "polymer_marked", "cust_tool_tagged"})
ANSWERS: Final = {
    "yes": mark_term("form", "Yes"),
    "no": mark_term("form", "No"),
    "none": mark_term("form", "Not applicable"),
}
# The same on every warrant of the plant: offered again from the newest one.
OF_THE_PLANT: Final = ("city", "region", "postal", "country", "phone", "email")
TICKED_BY_HAND: Final = "yes"
# Left empty on purpose: the customer fills them in.
FOR_THE_CUSTOMER: Final = frozenset({"disposition", "cust_signature", "tracking"})


def field_of(name: str) -> Field | None:
    """Return a field by its name, or None."""
    return next((field for section in SECTIONS for field in section.fields if field.name == name), None)
