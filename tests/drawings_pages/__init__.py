"""Tests of drawing pages: reading PDF, finding dimensions, the page view."""
