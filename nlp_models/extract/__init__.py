"""What a text tells that can be checked: identifiers, places, household size, amounts and dates, with their letters.

Every extractor takes the text as given (and its `Clean` where the caller has it), answers in offsets of that text,
takes time in proportion to its length, and says nothing rather than guess.
"""
