"""
12-lead ECG: read, measured and explained; and how the models behind it are made.

One recording, left to right, step by step in ``ecgkt/pipeline/reader.py``::

    upload ─ serving ─ io ─► EcgRecord ─ pipeline ─► Reading ─ plotting, report ─► page
    pipeline: quality ─ preprocess ─ models ─ measure ─ explain

A cohort, from folders to what is shipped, and the card that says how good it is::

    PTB-XL, MIMIC-IV, LUDB, simulate ─ dataset ─► prepared store ─ training ─► run
    run ─ evaluation, studies ─ release ─► bundle, results ─► model card
"""

__version__ = "0.4.0"
