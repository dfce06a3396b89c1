"""Initial transfer (초기 이관): what was approved before the program came enters in one previewed, signed act."""
