"""The room of barcodes; see the architecture page. Holds no code itself."""
