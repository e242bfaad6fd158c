"""One file per family of routes; ROUTERS is what the app serves."""

from api.routes import (
    campaigns,
    cases,
    contacts,
    dashboard,
    dci,
    decisions,
    desk,
    eligibility,
    families,
    fieldwork,
    guidance,
    health,
    identifiers,
    objections,
    outreach,
    queue,
    queue_desk,
    recheck,
    registry,
    reports,
    sessions,
    tips,
    visits,
    whatsapp,
)

ROUTERS = (
    health.router, sessions.router, tips.router, reports.router, queue.router, cases.router, outreach.router,
    identifiers.router, visits.router, registry.router, dci.router, recheck.router, decisions.router,
    guidance.router, dashboard.router, families.router, eligibility.router, objections.router, contacts.router,
    desk.router, queue_desk.router, fieldwork.router, campaigns.router, whatsapp.router,
)  # fmt: skip
