"""SCP-ECG, read without trust."""
