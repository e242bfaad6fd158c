"""The only wiring point: both doors, and on SQLite the worker, in one process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from fastapi import FastAPI

from api.app import make_app
from detector import log
from detector.config import settings
from detector.demo.gate import pass_gate
from detector.detection.service import reader
from detector.jobs.local import LocalWorker
from detector.migrations.run import require_current
from detector.registry.clients.choice import require_configured
from review_ui.app import add_pages

logger = log.get("serve")


@asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    settings().require_keys()
    require_current(settings().database_url)
    require_configured()
    pass_gate()
    logger.info("model.loaded", model=reader().name)
    worker = LocalWorker() if settings().is_sqlite else None
    if worker:
        worker.start()
    yield
    if worker:
        worker.stop()


def whole_app() -> FastAPI:
    """API and pages; starting it checks keys, migrations and model, and refuses rather than guesses."""
    app = make_app()
    app.router.lifespan_context = _life
    add_pages(app)
    return app


def run(host: str, port: int) -> None:
    uvicorn.run(whole_app(), host=host, port=port, log_config=None, access_log=False, proxy_headers=False)
