"""One file per family of routes; ROUTERS is what the app serves."""

from api.routes import (
    cases,
    dashboard,
    decisions,
    fieldwork,
    guidance,
    health,
    identifiers,
    outreach,
    queue,
    queue_desk,
    registry,
    reports,
    sessions,
    tips,
    visits,
)

ROUTERS = (
    health.router, sessions.router, tips.router, reports.router, queue.router, queue_desk.router, cases.router, outreach.router,
    identifiers.router, visits.router, fieldwork.router, registry.router, decisions.router, guidance.router, dashboard.router,
)  # fmt: skip
