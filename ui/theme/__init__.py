"""The look: tokens, palette, style sheet, fonts and icons. Knows no screen and no noun."""
