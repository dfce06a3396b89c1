"""Tests of the documents room; holds no code itself."""
