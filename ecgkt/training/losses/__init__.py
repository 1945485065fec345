"""The losses, one per file: functions of tensors alone."""
