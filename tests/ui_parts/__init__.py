"""Tests of the parts, BOM and review screens."""
