"""`grader watch`: on each save, the exercises whose code has changed are checked, and no others.

What is known is plain data, and what follows from a save is worked out from it: `changes` says which exercises a new
text touches, `progress` what is known of each and which is next, `screen` makes the text. Files, processes and the
terminal are at the edges: `events` (saved files and keys), `keys` (the terminal's), `session` (the loop, and the warm
workers).
"""
