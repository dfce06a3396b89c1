"""The place of shipments: what left, and shipping."""
