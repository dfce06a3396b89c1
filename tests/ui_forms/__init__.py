"""Tests of the screens of customers' forms."""
