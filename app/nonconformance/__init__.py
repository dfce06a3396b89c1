"""The room of nonconformance; see the architecture page. Holds no code itself."""
