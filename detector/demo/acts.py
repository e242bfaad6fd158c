"""What people do with a case, each act through the service that a page would call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from detector.cases.queries import get_case
from detector.clock import RIYADH, now
from detector.decisions import service as decisions
from detector.decisions.rules import Outcome
from detector.demo.households import Adult, Household, People
from detector.guidance import escalation
from detector.guidance import service as guidance
from detector.guidance.models import Payment
from detector.guidance.rules import PaymentState, Step
from detector.outreach import service as outreach
from detector.outreach.rules import Channel, ConsentGround, Purpose, Reached
from detector.registry import claims
from detector.registry import service as registry
from detector.registry.claims import Verified
from detector.registry.models import AgencyAnswer, Answer, Person
from detector.review_queue import service as queue
from detector.staff.scope import Actor
from detector.visits import service as visits
from detector.visits.forms import Claim, Document, Finding, Income, IncomeSource, VisitForm

NOTICE = timedelta(hours=26)


@dataclass(slots=True)
class Story:
    """A case and the people around it. `today` is the real time at which the demo is built."""

    number: str
    worker: Actor
    second: Actor
    household: Household
    people: People
    today: datetime


Act = Callable[[Session, Story], object]


def claim(session: Session, story: Story) -> None:
    queue.claim(session, story.worker, story.number)


def give_back(session: Session, story: Story) -> None:
    queue.release(session, story.worker, story.number, "لا يرغب المبلّغ في التواصل الآن")


def call(reached: Reached) -> Act:
    return lambda session, story: outreach.log_attempt(session, story.worker, story.number, Channel.PHONE, reached)


def agree(session: Session, story: Story) -> None:
    outreach.log_attempt(session, story.worker, story.number, Channel.PHONE, Reached.REACHED)
    outreach.record_consent(
        session, story.worker, story.number, ground=ConsentGround.CONSENT, given_by="ربة الأسرة", channel=Channel.PHONE,
        purposes=list(Purpose),
    )  # fmt: skip


def plan(session: Session, story: Story) -> None:
    _plan(session, story, now() + NOTICE)


def plan_ahead(session: Session, story: Story) -> None:
    """For an afternoon that is still to come when the demo is opened."""
    day = (story.today + NOTICE).astimezone(RIYADH)
    _plan(session, story, day.replace(hour=16, minute=30, second=0, microsecond=0))


def _plan(session: Session, story: Story, when: datetime) -> None:
    visits.plan(
        session,
        story.worker,
        story.number,
        planned_for=when,
        team=[story.worker.name, "أمل الزهراني"],
        woman_on_team=True,
    )


def nobody_home(session: Session, story: Story) -> None:
    visits.nobody_home(session, story.worker, story.number, "لم يفتح أحد الباب، ترك الفريق ورقة بموعد جديد")


def visit(session: Session, story: Story) -> None:
    home = story.household
    told = get_case(session, story.worker, story.number).needs
    found = home.needs or tuple(told)
    form = VisitForm(
        members=home.members,
        adults=home.adults,
        children=home.members - home.adults,
        incomes=[] if "no_income" in found else [Income(source=IncomeSource.RELATIVES, amount=500)],
        housing=home.housing,
        documents_seen=[Document.NATIONAL_ID, Document.FAMILY_REGISTER],
        needs_found=list(found),
        claims=[Claim(label=need, finding=Finding.FOUND if need in found else Finding.UNCLEAR) for need in told],
        notes="طابق ما وُجد في الزيارة ما جاء في البلاغ.",
    )
    visits.file(session, story.worker, story.number, form, client_id=f"demo-{story.number}-{now():%m%d%H}")


def match(pool: str) -> Act:
    """Write an adult of `people.<pool>` down and look them up."""

    def act(session: Session, story: Story) -> None:
        adult: Adult = next(getattr(story.people, pool))
        person = registry.add_person(
            session,
            story.worker,
            story.number,
            full_name=adult.name,
            national_id=adult.national_id,
            birth_date=adult.birth,
        )
        registry.match(session, story.worker, story.number, person.id)

    return act


def agencies(commercial_register: Answer) -> Act:
    """Ask two agencies; what the one about commercial registers says is given."""

    def act(session: Session, story: Story) -> None:
        as_of = now().astimezone(RIYADH).date() - timedelta(days=2)
        for agency, reason, answer in (("gosi", "R3", Answer.NO), ("commerce", "R4", commercial_register)):
            claims.record_agency_answer(
                session, story.worker, story.number, agency=agency, reason=reason, answer=answer, as_of=as_of
            )

    return act


def dispute(session: Session, story: Story) -> None:
    claims.dispute(session, story.worker, story.number, _yes(session, story), "السجل مشطوب منذ عشر سنين بحسب رب الأسرة")


def verify(verified: Verified) -> Act:
    return lambda session, story: claims.verify_claim(
        session, story.second, story.number, _yes(session, story), verified, "روجعت مستخرجات وزارة التجارة"
    )


def _yes(session: Session, story: Story) -> int:
    case = get_case(session, story.worker, story.number)
    stmt = select(AgencyAnswer.id).where(AgencyAnswer.case_id == case.id, AgencyAnswer.answer == Answer.YES)
    return session.scalars(stmt).one()


def reveal(session: Session, story: Story) -> None:
    case = get_case(session, story.worker, story.number)
    person = session.scalars(select(Person.id).where(Person.case_id == case.id)).one()
    registry.reveal_id(session, story.worker, story.number, person, "لإدخال الهوية في نموذج التسجيل")


def decide(outcome: Outcome, reason: str, code: str | None = None) -> Act:
    return lambda session, story: decisions.propose(
        session, story.worker, story.number, outcome=outcome, reason=reason, reason_code=code
    )


def second(agree: bool = True, note: str | None = None) -> Act:
    return lambda session, story: decisions.second(session, story.second, story.number, agree=agree, note=note)


def reopen(session: Session, story: Story) -> None:
    decisions.reopen(session, story.second, story.number, "اعترض رب الأسرة وقدّم ما يثبت توقف دخله")


def step(taken: Step) -> Act:
    return lambda session, story: guidance.do_step(session, story.worker, _payment(session, story), taken)


def paid(session: Session, story: Story) -> None:
    guidance.set_payment_state(session, story.worker, _payment(session, story), PaymentState.PAID)
    guidance.close(session, story.worker, story.number, "أودعت الدفعة بعد استئناف الدفع")


def escalate(session: Session, story: Story) -> None:
    escalation.escalate(session, story.worker, story.number, "لم يعالج الخلل بعد الشكوى المالية")


def to_visit_queue(session: Session, story: Story) -> None:
    guidance.to_visit_queue(session, story.worker, story.number, "الأسرة بلا طعام الآن، وتحتاج زيارة")


def _payment(session: Session, story: Story) -> int:
    case = get_case(session, story.worker, story.number)
    return session.scalars(select(Payment.id).where(Payment.case_id == case.id)).one()
