"""The demo factory: made, driven and exported by the ordinary verbs."""
