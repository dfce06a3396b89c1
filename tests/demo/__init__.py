"""Tests of the demo factory."""
