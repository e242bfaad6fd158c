"""What happens to a posted form: one transaction, then a redirect that says what was saved, or the page with a message."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fastapi import Response
from fastapi.responses import RedirectResponse
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from detector.db import transaction
from detector.errors import Conflict, DetectorError
from detector.staff.service import NotSignedIn
from review_ui.forms import Form


def see(path: str, done: str | None = None) -> RedirectResponse:
    """Go and look (303). `done` names the notice (`notice.…`) that the next page shows."""
    page, _, anchor = path.partition("#")
    if done:
        page += ("&" if "?" in page else "?") + f"done={done}"
    return RedirectResponse(f"{page}#{anchor}" if anchor else page, status_code=303)


def local(path: str, otherwise: str = "/") -> str:
    """`path` if it stays on this site, else `otherwise`: a sign-in link must not lead somewhere else."""
    ours = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if ours and path.isprintable() else otherwise


def submit(
    act: Callable[[Session], object],
    *,
    form: Form,
    to: str,
    done: str,
    again: Callable[[Session, DetectorError | None], Response],
    beside: Mapping[str, str] | None = None,
) -> Response:
    """Run `act` in a transaction of its own, committed before the answer leaves.

    When the form is wrong or the house refuses, nothing is kept and `again(session, problem)` shows the form with what was
    typed. A problem that belongs to one field is put beside it (`beside`: see `Form.blame`) and `problem` is None.
    """
    problem: DetectorError | None = None
    if form.ok:
        try:
            with transaction() as session:
                act(session)
            return see(to, done)
        except NotSignedIn:
            raise
        except DetectorError as error:
            problem = None if form.blame(error, beside) else error
        except StaleDataError:
            problem = Conflict()
    with transaction() as session:
        return again(session, problem)
