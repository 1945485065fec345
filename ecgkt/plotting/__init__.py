"""Figures as Plotly objects: the ECG sheet in true millimetres, and the model card."""
