"""Every ECG of a set read as the app reads it, beside what is true of it."""
