"""A small codebook for tests of what is kept and shown, and the same with changes."""

SMALL = """\
# Written by hand; the comments are kept.
key: harbour
title: Harbour news
description: |-
  Code the sentence in front of you.

  1. Judge the words, not the event.
  2. In doubt, leave it out,
     whatever the outlet.

questions:
  - key: tone
    kind: many
    label: Which tones does it carry?
    help: Take every tone that applies.
    primary: true
    marks: optional
    codes:
      - key: alarm
        label: Alarm
        definition: The harbour is shown as in danger.
        use_when: [A danger is named.]
        not_when: [Only the weather is told.]
        examples:
          - coded: The quay may fall at any hour.
            not_coded: The quay was built of oak.
            why: The first names a danger.
      - key: praise
        label: Praise
        definition: Somebody is praised.
        hotkey: p
  - key: strength
    kind: scale
    label: How strong is it?
    required: false
    shown_if: {question: tone, codes: [alarm]}
    codes:
      - {key: weak, label: Weak, value: 1}
      - {key: middle, value: 2}
      - {key: strong, label: Strong, value: 3}
"""

# One definition says more than before.
CHANGED = SMALL.replace("Somebody is praised.", "Somebody is praised by name.")

# Two mistakes, on the lines 13 and 20.
BROKEN = SMALL.replace("kind: many", "kind: meny").replace("label: Alarm\n", "label:\n")
