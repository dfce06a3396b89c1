"""The commands of the command line, one file each; the table of them is in app/__main__.py."""
