"""The house: what we know about a report and do with it.

A report's journey is the order of these folders, and each step imports only earlier ones (pyproject.toml, import-linter):

    staff → journal → places → reports → detection → cases → guidance → review_queue → outreach → visits
          → registry → decisions → dashboard | learning → jobs → desk → demo → cli

A step is `models.py` (rows), one pure file (`lifecycle | rules | priority | judgement`), `service.py` (writes) and
`queries.py` (reads). The doors `api` and `review_ui` import the house; the house imports only `nlp_models`.
"""
