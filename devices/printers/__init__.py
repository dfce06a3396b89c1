"""Label printers: their language as pure bytes (zpl.py) and the ways to them (network.py, serial_line.py)."""
