"""
Rules by which exchanged electrodes are suspected, one for each exchange.

Fitted on the training split (folds 1-8) of PTB-XL at 100 Hz with planted exchanges:
``python -m ecgkt evaluate gates --store STORE --fit`` prints this table again. A line
without indent is a rule's name and constant; the others are terms of
`ecgkt.quality.reversal_terms` (wave, kind, leads) with their weights. The constant puts
0.1 % of the training recordings as they are above zero, 0.2 % where an exchange changes
little (left arm and left leg, V2 and V3, V4 and V5, V5 and V6).
"""

RULES = """
left and right arm: -2.30
  p like I V5 -1.45
  p like I V6 -4.22
  qrs like I V1 3.93
  qrs like I V5 -2.58
  qrs like I V6 -3.27
  qrs like I II 5.56
  start area I - -5.64
  start area aVR - -0.12
  start like I V5 -2.44
  start like I V6 2.54
  t like I V5 -0.37
  t like I V6 -0.91
right arm and left leg: -1.66
  p area II - -2.85
  p like II V4 -0.12
  p like II V5 -2.06
  p like II V6 -2.60
  qrs like II V5 -2.02
  qrs like II V6 -7.44
  qrs like I II 9.03
  start area aVR - 0.43
  start like II V6 -2.92
  t area II - -2.88
  t like II V5 0.01
  t like II V6 -2.12
left arm and left leg: -4.10
  qrs up I - -1.37
  qrs up II - 1.51
  p like III V1 -4.61
  p like III V3 0.83
  p like III V4 -5.96
  p like aVL V1 0.24
  p larger aVL aVF 1.31
  qrs like aVL V1 0.28
  qrs like aVF V1 -0.30
  start area I - -0.59
  start like III V1 -1.56
  start like III V2 2.32
  t area III - -1.37
V1 and V2: -2.91
  p like I V1 7.45
  p like I V2 -7.02
  p like V2 V5 -0.61
  qrs like I V1 4.15
  qrs like I V2 -3.95
  qrs like V1 V3 3.79
  qrs like V2 V3 -3.66
  qrs larger V1 V2 2.29
  start like I V1 1.70
  start like I V2 -2.05
  start like V1 V6 0.31
  start like V2 V3 -0.15
  t like V1 V3 4.86
  t like V2 V3 -4.83
  t larger V1 V2 2.38
  t larger V2 V3 -0.00
V1 and V3: -0.57
  p like I V1 8.15
  p like I V3 -7.57
  p like II V3 -0.02
  p like V3 V4 -0.77
  p like V3 V5 0.25
  p like V3 V6 -1.59
  qrs like V1 V4 7.34
  qrs like V3 V4 -7.00
  start like I V1 0.30
  start like V1 V4 3.17
  start like V1 V6 0.47
  start like V3 V4 -3.26
  t like V3 V4 -0.53
  t larger V1 V2 2.42
  t larger V2 V3 2.60
  t larger V3 V4 0.03
V2 and V3: -3.97
  p like I V2 0.49
  p like II V2 13.53
  p like II V3 -13.47
  p like V1 V2 -0.79
  p like V2 V4 0.93
  p like V3 V6 -1.15
  p larger V2 V3 1.77
  qrs like V1 V2 -0.04
  qrs like V2 V4 11.94
  qrs like V2 V5 8.47
  qrs like V3 V4 -12.03
  qrs like V3 V5 -8.38
  qrs like V3 V6 -0.08
V3 and V4: -3.98
  qrs up V3 - 3.95
  qrs up V4 - -3.93
  p like I V3 0.20
  p like V1 V3 -14.21
  p like V1 V4 14.26
  p larger V3 V4 1.78
  qrs like V1 V3 -2.10
  qrs like V1 V4 2.11
  qrs like V2 V3 -10.34
  qrs like V2 V4 10.31
  qrs like V3 V5 12.79
  qrs like V4 V5 -12.83
  qrs like V4 V6 -0.06
  t like V2 V3 -8.28
  t like V2 V4 8.21
  t larger V3 V4 -3.63
V4 and V5: -3.93
  qrs up V4 - 8.51
  qrs up V5 - -8.46
  p larger V4 V5 -3.19
  qrs like V1 V4 -8.22
  qrs like V1 V5 8.15
  qrs like V2 V4 -7.25
  qrs like V2 V5 7.24
  qrs like V3 V4 -9.35
  qrs like V3 V5 9.37
  qrs like V5 V6 -0.81
  start larger V4 V5 -2.87
  t like V3 V4 -8.19
  t like V3 V5 8.20
  t larger V4 V5 -4.29
V5 and V6: -6.63
  qrs up V5 - 4.90
  qrs up V6 - -4.92
  p larger V4 V5 0.01
  p larger V5 V6 -1.26
  qrs like V1 V5 -12.06
  qrs like V1 V6 12.24
  qrs like V2 V5 -0.26
  qrs like V3 V6 0.27
  qrs like V4 V5 -17.25
  qrs like V4 V6 17.12
  qrs larger V4 V5 -0.11
  start larger V5 V6 -8.14
  t like V4 V5 -6.84
  t like V4 V6 6.80
  t larger V4 V5 0.01
  t larger V5 V6 -3.30
all leads upside down: -1.54
  qrs up I - -2.55
  qrs up V1 - 0.48
  qrs up V2 - 1.30
  qrs up V6 - -4.66
  p area II - -1.63
  p area aVR - 1.79
  p area V3 - 0.44
  qrs area aVR - -5.31
  qrs area V5 - 3.95
  start area I - -2.39
  start area V6 - -3.48
  t area II - -1.07
  t area aVR - 1.00
  t area V2 - -0.71
  t area V3 - -1.15
"""
