"""
The way of the data, left to right.

    upload ─ serving ─ io ─► EcgRecord ─ preprocess ─ quality ─ models ─► Reading
    Reading ─ plotting, report ─► page
    PTB-XL ─ dataset ─► prepared store ─ training ─► checkpoint ─ evaluation ─► card

Read ``ecgkt/pipeline/reader.py`` first: it is the whole flow for one recording.
"""

__version__ = "0.1.0"
