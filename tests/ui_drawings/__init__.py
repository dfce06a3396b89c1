"""Tests of the drawing screens."""
