"""Pure figures of scores and labels, for the command line and the pages alike."""
