"""Door two: the pages. `add_pages(app)` hangs them under an application whose own routes come first."""

from __future__ import annotations

from fastapi import FastAPI

from review_ui.assets import FOLDER, LastingFiles
from review_ui.failures import handlers
from review_ui.pages import (
    accounts,
    audit,
    campaign,
    campaigns,
    case,
    contact,
    contacts,
    dashboard,
    decision,
    desk,
    estimate,
    family,
    fieldwork,
    guidance,
    learning,
    letter,
    match,
    purges,
    queue,
    queue_desk,
    receipt,
    recheck,
    sign_in,
    sources,
    start,
    tips,
    today,
    visit,
)
from review_ui.security import PageHeaders

_FAMILIES = (
    start, sign_in, tips, receipt, desk, queue, case, contact, contacts, family, visit, match, decision,
    guidance, today, queue_desk, fieldwork,
    dashboard, learning, audit, campaigns, campaign, recheck, sources, purges, accounts, estimate, letter,
)  # fmt: skip


def pages() -> FastAPI:
    """The pages as an application of their own: their errors are pages, and their headers are on nothing else."""
    app = FastAPI(openapi_url=None, exception_handlers=handlers())
    for page_family in _FAMILIES:
        app.include_router(page_family.router)
    app.mount("/static", LastingFiles(directory=FOLDER), name="static")
    app.add_middleware(PageHeaders)
    return app


def add_pages(app: FastAPI) -> None:
    """Mount the pages at the root. Call it after the routes of `app` are in: what none of them answers is a page."""
    app.mount("/", pages())
