"""What the house learns from its own work, and leaves behind as files and counts.

Verdicts of committees become labelled lines for `daman train` (`verdicts`, `exporting`) · weekly counts show when the
stream drifts away from what the model was trained on (`weeks`, `drift`) · people read a sample of what was not flagged,
and say how many families are missed (`audit`, `estimate`) · what the threshold means for the queue (`capacity`).
"""
