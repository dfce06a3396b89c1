"""Evidence documents built from a small factory, read back as xlsx and PDF."""
