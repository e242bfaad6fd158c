"""What is done with the queue as a whole: many cases at once, the weights of its order, saved views."""

from __future__ import annotations

from collections import defaultdict
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.orm import Session

from detector.cases.models import Case
from detector.cases.queries import visible
from detector.db import transaction
from detector.errors import BadInput, DetectorError
from detector.places.queries import offices
from detector.review_queue import bulk, tuning, views
from detector.review_queue.assignment import Candidate, candidates
from detector.review_queue.preview import Preview, preview
from detector.review_queue.weights import STANDARD, Weights
from detector.staff.permissions import May
from review_ui.deps import Member, Posted, Reading, RowId, Visitor
from review_ui.forms import Form
from review_ui.people import names
from review_ui.problems import explain
from review_ui.render import render
from review_ui.submit import submit
from review_ui.words import label, say

router = APIRouter(prefix="/queue")
ACTS = ("assign", "return", "set_office")
Numbers = Annotated[list[str], Query(max_length=bulk.MOST)]


def weight_name(name: str) -> str:
    """The words of a weight: a label of the reader's, or one of the sum's own."""
    family, _, code = name.partition(".")
    return label(family, code) if code and code != "other" else say(f"weight.{name.replace('.', '_')}")


def _groups() -> list[tuple[str, list[str]]]:
    """The weights by what they speak of, each with its words key."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in STANDARD:
        found[name.partition(".")[0] if "." in name else "rest"].append(name)
    return [(f"weights.{group}", found[group]) for group in sorted(found, key=lambda group: group == "rest")]


def _chosen(session: Session, who: Visitor, numbers: list[str]) -> list[Case]:
    return list(session.scalars(visible(who.actor).where(Case.number.in_(numbers)).order_by(Case.number)))


def _suggested(session: Session, cases: list[Case]) -> list[Candidate]:
    """Everybody who covers one of the cases' places, who holds least first."""
    found = {
        one.account_id: one for home in {c.office_id: c for c in cases}.values() for one in candidates(session, home)
    }
    return sorted(found.values(), key=lambda one: (one.held, one.name))


def _confirm(
    request: Request, who: Visitor, session: Session, act: str, numbers: list[str], form: Form | None = None,
    problem: DetectorError | None = None,
) -> Response:  # fmt: skip
    who.actor.must(May.WORK_CASE)
    cases = _chosen(session, who, numbers)
    if act not in ACTS:
        raise BadInput(field="act", why="choose")
    if not cases:
        raise bulk.NothingChosen()
    return render(
        request, who, "queue/bulk.html", form=form, problem=problem, act=act, cases=cases,
        people=_suggested(session, cases), offices=[(str(o.id), o.name) for o in offices(session)],
    )  # fmt: skip


@router.get("/bulk")
def ask(request: Request, who: Member, session: Reading, act: str = "", numbers: Numbers = []) -> Response:  # noqa: B006
    """What is about to be done to which cases; nothing is done yet."""
    return _confirm(request, who, session, act, numbers)


@router.post("/bulk")
def do(request: Request, who: Member, form: Posted) -> Response:
    """Does it, and says for each case what became of it."""
    act, numbers = form.raw("act"), form.all("numbers")[: bulk.MOST + 1]
    account, office = (
        form.number("account_id", least=1, most=2**31 - 1),
        form.number("office_id", least=1, most=2**31 - 1),
    )
    reason = form.text("bulk_reason", required=act == "return", most=500)
    if act == "set_office" and office is None:
        form.bad("office_id", "choose")
    if not form.ok:
        with transaction(write=False) as session:
            return _confirm(request, who, session, act, numbers, form)
    with transaction() as session:
        if act == "assign":
            results = bulk.assign_many(session, who.actor, numbers, account)
        elif act == "return":
            results = bulk.release_many(session, who.actor, numbers, reason)
        else:
            results = bulk.set_office_of_many(session, who.actor, numbers, office or 0)
    told = [(one.number, explain(one.problem) if one.problem else None) for one in results]
    return render(request, who, "queue/bulk_done.html", told=told, act=act)


def _weights(
    request: Request, who: Visitor, session: Session, form: Form | None = None,
    problem: DetectorError | None = None, seen: Preview | None = None, wanted: Weights | None = None,
) -> Response:  # fmt: skip
    rows = tuning.history(session, who.actor)
    scope = who.actor.office_id is None and who.actor.region_code is None
    return render(
        request, who, "queue/weights.html", form=form, problem=problem, groups=_groups(), weight_name=weight_name,
        standing=tuning.in_force(session), standard=STANDARD, rows=rows, people=names(session, [r.set_by_id for r in rows]),
        seen=seen, wanted=wanted or {}, may_save=scope, newest=rows[0].id if rows else "",
    )  # fmt: skip


@router.get("/weights")
def weights(request: Request, who: Member, session: Reading) -> Response:
    return _weights(request, who, session)


@router.post("/weights")
def change(request: Request, who: Member, form: Posted) -> Response:
    """First shows what would move (`step` = preview); saves only from there (`step` = save)."""
    wanted = {name: number for name in STANDARD if (number := form.decimal(name)) is not None}
    seen_before = form.number("instead_of", most=2**31 - 1)
    if form.raw("step") != "save":
        with transaction(write=False) as session:
            seen, problem = None, None
            if form.ok:
                try:
                    seen = preview(session, who.actor, wanted)
                except DetectorError as error:
                    problem = None if form.blame(error) else error
            return _weights(request, who, session, form, problem, seen, wanted)
    reason = form.text("weights_reason", required=True, most=500)
    return submit(
        lambda session: tuning.set_weights(session, who.actor, wanted, reason, instead_of=seen_before),
        form=form, to="/queue/weights", done="weights_set", beside={"reason": "weights_reason"},
        again=lambda session, problem: _weights(request, who, session, form, problem, None, wanted),
    )  # fmt: skip


@router.post("/views")
def keep_view(request: Request, who: Member, form: Posted) -> Response:
    filters = {name: form.raw(name) for name in views.FILTERS if form.raw(name)}
    name, office = (
        form.text("view_name", required=True, most=views.MOST_NAME),
        form.number("view_office", most=2**31 - 1),
    )
    back = f"/queue?{urlencode(filters)}"

    def again(session: Session, problem: DetectorError | None) -> Response:
        said = form.errors.get("view_name") or (explain(problem) if problem else say("field.invalid"))
        return render(request, who, "queue/view_refused.html", status=422, said=said, back=back)

    return submit(
        lambda session: views.save_view(session, who.actor, name, filters, office_id=office),
        form=form, to=back, done="view_saved", again=again,
    )  # fmt: skip


@router.post("/views/{view_id}/drop")
def forget_view(request: Request, who: Member, form: Posted, view_id: RowId) -> Response:
    def again(session: Session, problem: DetectorError | None) -> Response:
        raise problem or BadInput(field="view_name", why="unknown")

    return submit(
        lambda session: views.drop_view(session, who.actor, view_id),
        form=form, to="/queue", done="view_dropped", again=again,
    )  # fmt: skip
