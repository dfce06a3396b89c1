"""The room of gauges; see the architecture page. Holds no code itself."""
