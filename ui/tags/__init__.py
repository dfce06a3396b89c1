"""The room of tags and labels on the screen: print dialog, printers of this PC, layouts, register of prints."""
