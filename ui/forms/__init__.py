"""Customers' own forms in the window: their cells clicked once, filled and issued in one act, the register."""
