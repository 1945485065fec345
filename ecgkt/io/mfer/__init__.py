"""The parts of reading MFER: definitions and frames of samples."""
