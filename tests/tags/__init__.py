"""Tests of tags: layouts, placing, paper, label printers and the register of prints."""
