"""The writers: the only users of openpyxl for writing, of reportlab and of pikepdf. Holds no code itself."""
