"""The JSON door, put together."""

from __future__ import annotations

from fastapi import FastAPI

from api import errors
from api.edge import Edge
from api.metrics import add_metrics
from api.routes import ROUTERS


def make_app() -> FastAPI:
    """The API alone; `api.serve` adds the pages."""
    app = FastAPI(
        title="Daman Friend",
        version="1",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,  # the interactive page loads its scripts from outside
        redoc_url=None,
    )
    errors.add_handlers(app)
    app.add_middleware(Edge)  # inside of the metrics: their middleware would wrap its 413 in a group
    add_metrics(app)
    for router in ROUTERS:
        app.include_router(router)
    return app
