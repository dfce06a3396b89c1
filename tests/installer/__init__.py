"""Tests of the set-up and of what it says when it cannot go on."""
