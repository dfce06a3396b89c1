"""Item models over frozen row dataclasses. No query, no session, no widget."""
