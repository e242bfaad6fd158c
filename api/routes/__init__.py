"""One file per family of routes; ROUTERS is what the app serves."""

from api.routes import (
    cases,
    dashboard,
    decisions,
    eligibility,
    families,
    guidance,
    health,
    identifiers,
    objections,
    outreach,
    queue,
    registry,
    reports,
    sessions,
    tips,
    visits,
)

ROUTERS = (
    health.router, sessions.router, tips.router, reports.router, queue.router, cases.router, outreach.router,
    identifiers.router, visits.router, registry.router, eligibility.router, decisions.router,
    objections.router, guidance.router, dashboard.router, families.router,
)  # fmt: skip
