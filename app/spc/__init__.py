"""The room of spc; see the architecture page. Holds no code itself."""
