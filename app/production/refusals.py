"""Refusals about stations, work orders and lots. Sentences only."""

from __future__ import annotations

from app.errors import RefusalKind
from app.texts import mark

WRONG_QUANTITY = RefusalKind(
    "production.wrong_quantity",
    mark("A quantity of {quantity} is not possible."),
    mark("Type a quantity above zero, with at most eight digits before the point and six behind it."),
)
NOT_RELEASED = RefusalKind(
    "production.not_released",
    mark("Revision {revision} of {part} is not released."),
    mark("Release the part revision first, or choose the released one."),
)
DRAWING_NOT_RELEASED = RefusalKind(
    "production.drawing_not_released",
    mark("The document {document} of {part} has no released revision for this order."),
    mark("Release the document, or revise the part so that it uses the released one."),
)
ORDER_FIXED = RefusalKind(
    "production.order_fixed",
    mark("The order {order} is no longer planned."),
    mark("A released order keeps what it was released with; append a change to it or make another order."),
)
ORDER_STATE = RefusalKind(
    "production.order_state",
    mark("This step is not possible for the order {order} in its present state."),
    mark("Look at the order's state; choose one of the steps offered there."),
)
ORDER_NOT_RUNNING = RefusalKind(
    "production.order_not_running",
    mark("The order {order} is not running."),
    mark("Release or resume the order first."),
)
OPEN_INSPECTIONS = RefusalKind(
    "production.open_inspections",
    mark("The order {order} still has unfinished inspections: {inspections}."),
    mark("Finish them, then complete the order."),
)
LOT_HELD = RefusalKind(
    "production.lot_held",
    mark("The lot {lot} is on hold."),
    mark("Nothing may be taken from it or measured on it until the quality department has decided on it."),
)
LOT_STATE = RefusalKind(
    "production.lot_state",
    mark("This step is not possible for the lot {lot} in its present state."),
    mark("Look at the lot's state; choose one of the steps offered there."),
)
LOT_NOT_USABLE = RefusalKind(
    "production.lot_not_usable",
    mark("The lot {lot} is not released for use."),
    mark("Take a lot that is released."),
)
LOT_HAS_NONCONFORMANCE = RefusalKind(
    "production.lot_has_nonconformance",
    mark("The lot {lot} has nonconformances that are not closed: {numbers}."),
    mark("Close them with a signed disposition, then release the lot."),
)
LOT_NOT_PASSED = RefusalKind(
    "production.lot_not_passed",
    mark("The lot {lot} has inspections that did not pass: {numbers}."),
    mark(
        "Finish them. What failed is inspected again after rework, accepted under a concession, or rejected."
    ),
)
LOT_NOT_SEEN_AGAIN = RefusalKind(
    "production.lot_not_seen_again",
    mark(
        "Parts of the lot {lot} were reworked, repaired or sorted, and no inspection since passed: {numbers}."
    ),
    mark("Inspect the lot again, then release it."),
)
LOT_NOTHING_LEFT = RefusalKind(
    "production.lot_nothing_left",
    mark("All of the lot {lot} is scrapped or sent back."),
    mark("Reject the lot instead."),
)
LOT_OF_OTHER_PART = RefusalKind(
    "production.lot_of_other_part",
    mark("The order {order} makes {wanted}, not {part}."),
    mark("Choose the order of this part."),
)
UNKNOWN_DRIVER = RefusalKind(
    "production.unknown_driver",
    mark("There is no driver for the instrument family {driver}."),
    mark("Choose one of the families offered."),
)
GAUGE_NEEDED = RefusalKind(
    "production.gauge_needed",
    mark("The device at {port} measures, but no gauge is named for it."),
    mark("Choose the gauge of the register that is connected there."),
)
PORT_TAKEN = RefusalKind(
    "production.port_taken",
    mark("The station already has a device at {port}, channel {channel}."),
    mark("Take that one away first, or choose another port or channel."),
)
NO_REVISION_TO_SHIP = RefusalKind(
    "production.no_revision_to_ship",
    mark("The lot {lot} belongs to no order, so its part revision is not known."),
    mark("Ship lots that were made by an order."),
)
NOTHING_TO_SHIP = RefusalKind(
    "production.nothing_to_ship",
    mark("No lot is named to be shipped."),
    mark("Scan the tag of a released lot, or choose it from the list."),
)
LOT_TWICE = RefusalKind(
    "production.lot_twice",
    mark("The lot {lot} stands twice in this shipment."),
    mark("Name it once, with the whole quantity."),
)
CONSUMED_MORE_THAN_LEFT = RefusalKind(
    "production.consumed_more_than_left",
    mark("Of the lot {lot} only {left} {left:is|are} left, so {asked} cannot be put in."),
    mark("Put in what is left, and the rest from another released lot."),
)
CONSUMED_TAKEN_BACK = RefusalKind(
    "production.consumed_taken_back",
    mark("That the lot {used} went into {lot} was taken back already."),
    mark("Look at the list of used lots; put the right one in."),
)
LOT_OF_ITSELF = RefusalKind(
    "production.lot_of_itself",
    mark("The lot {lot} would be made of itself: {used} is that lot, or was made of it."),
    mark("Check both tags; take a wrong entry back first."),
)
NOT_ON_BOM = RefusalKind(
    "production.not_on_bom",
    mark("The BOM by which the lot {lot} is made names {part} neither as a line nor as a substitute."),
    mark("Take the right lot, or say why it is used, such as the number of the concession."),
)
NOTHING_MADE_OF_IT = RefusalKind(
    "production.nothing_made_of_it",
    mark("Nothing more goes into the lot {lot}: it has left, was used up or is rejected."),
    mark("Check the lot's number."),
)
MORE_THAN_LEFT = RefusalKind(
    "production.more_than_left",
    mark("Of the lot {lot} only {left} {left:is|are} left, not {asked}."),
    mark("Ship what is left, and take the rest from another released lot."),
)
