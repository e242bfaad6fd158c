"""One file per family of routes; ROUTERS is what the app serves."""

from api.routes import cases, dashboard, health, reports, sessions, tips

ROUTERS = (health.router, sessions.router, tips.router, reports.router, cases.router, dashboard.router)
