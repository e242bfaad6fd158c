"""Words are complete: every error code, every member of an enumeration, every key that a page asks for."""

from __future__ import annotations

import enum
import importlib
import pkgutil
import re
import string
from pathlib import Path

import pytest

import detector
import review_ui
from detector.cases.lifecycle import Status
from detector.cases.models import LinkDeed, LinkState
from detector.cases.receipts import Stage
from detector.dashboard.queries import FUNNEL
from detector.decisions import rules as decisions
from detector.desk.service import Kind as DeskKind
from detector.eligibility.conditions import Stands
from detector.eligibility.estimate import Item
from detector.eligibility.facts import Group, Kind, Nationality
from detector.eligibility.rulebook import Condition as Rule
from detector.eligibility.rulebook import Standing
from detector.errors import DetectorError
from detector.guidance.reminders import Due
from detector.guidance.rules import PaymentState, Step, Track, Warning_
from detector.learning.stability import Shift
from detector.outreach.rules import Channel, ConsentGround, Purpose, Reached
from detector.registry.agencies import AGENCIES, Reason
from detector.registry.claims import Verified
from detector.registry.judgement import Judgement
from detector.registry.models import Answer
from detector.reports.models import Gone, Source
from detector.staff.permissions import Role
from detector.visits.campaigns.lifecycle import CampaignStatus, StopOutcome
from detector.visits.campaigns.pauses import PRAYERS
from detector.visits.forms import Condition, Document, Finding, HousingKind, IncomeSource
from detector.visits.models import FollowUpKind, FollowUpOutcome, VisitStatus
from detector.visits.verification import Agreement
from nlp_models.lexicons.terms import terms
from nlp_models.types import DOUBTS, KINDS, NEEDS, PROGRAMMES, URGENCIES, VOICES
from review_ui import problems
from review_ui.words import WORDS, say
from review_ui.words.counted import NOUNS, counted

FOLDER = Path(review_ui.__file__).parent
FAMILIES: dict[str, object] = {
    "campaign.status": CampaignStatus, "stop": StopOutcome, "pause": ["heat", *PRAYERS],
    "kind": KINDS, "need": NEEDS, "doubt": DOUBTS, "urgency": URGENCIES, "voice": VOICES, "programme": PROGRAMMES,
    "source": Source, "status": Status, "role": Role, "channel": Channel, "reached": Reached, "ground": ConsentGround,
    "purpose": Purpose, "visit": VisitStatus, "claim": Finding, "judgement": Judgement, "answer": Answer,
    "verified": Verified, "decision": decisions.Outcome, "decision.state": decisions.DecisionState,
    "follow_up": FollowUpKind, "follow_outcome": FollowUpOutcome, "verify": Agreement, "payment": PaymentState,
    "track": Track, "step": Step, "step.why": Step, "warning": Warning_, "stage": Stage,
    "stage.what": Stage, "agency": [a.code for a in AGENCIES], "reason": Reason, "income": {*IncomeSource, *Kind},
    "housing": HousingKind, "condition": Condition, "document": Document, "metric": FUNNEL, "link.state": LinkState,
    "shift": Shift,
    "why": {code for codes in decisions.REASON_CODES.values() for code in codes}, "sources.warning": Source,
    "gone": Gone, "deed": LinkDeed, "cannot_join": ["same_case", "other_track", "both_in_work", "closed"],
    "circumstance": sorted({term.sense for term in terms("circumstances")}),
    "item": Item, "due": Due, "reply": Step, "stands": Stands, "standing": Standing,
    "group": Group, "nationality": Nationality, "condition.rule": Rule,
    "script": Channel, "closed": ["did_not_write_first", "did_not_mention_us", "opted_out"], "desk.kind": DeskKind,
    "missing": decisions.missing(decisions.Outcome.REGISTERED, decisions.Known(unsettled=True)),
}  # fmt: skip


def _errors(of: type[DetectorError] = DetectorError) -> set[type[DetectorError]]:
    return {of}.union(*(_errors(sub) for sub in of.__subclasses__()))


def _every_error() -> set[type[DetectorError]]:
    for package in (detector, review_ui):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.startswith("detector.migrations") and "__main__" not in module.name:
                importlib.import_module(module.name)
    return {error for error in _errors() if error.__module__.startswith(("detector.", "review_ui."))}


def test_every_error_code_says_what_happened_and_what_to_do() -> None:
    missing = {error.code for error in _every_error() if f"error.{error.code}" not in WORDS}
    assert missing == set()


def test_every_fact_that_an_error_names_is_spoken() -> None:
    for error in _every_error():
        assert "{" not in problems.explain(error())


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_every_member_of_an_enumeration_has_words(family: str) -> None:
    members = [m.value if isinstance(m, enum.Enum) else m for m in FAMILIES[family]]  # type: ignore[attr-defined]
    assert [m for m in members if f"{family}.{m}" not in WORDS] == []


def test_every_reason_why_a_field_does_not_fit_has_words() -> None:
    # Those of files (imports, ingest) are told on the terminal, in English.
    terminal = {
        "not_an_object",
        "unknown_kind",
        "nothing_imported",
        "other_text",
        "not_found",
        "not_an_id",
        "no_arabic_name",
        "no_number",
        "outside_the_kingdom",
        "too_far_from_its_seats",
    }
    found: set[str] = set()
    for path in Path(detector.__file__).parent.rglob("*.py"):
        if path.parts[-2] not in ("migrations", "demo", "cli"):
            found |= set(re.findall(r'BadInput\([^)]*why="([a-z_]+)"', path.read_text(encoding="utf-8")))
    assert {why for why in found - terminal if f"field.{why}" not in WORDS} == set()


def test_every_key_that_a_page_asks_for_exists() -> None:
    asked: set[str] = set()
    for path in [*FOLDER.rglob("*.html"), *FOLDER.glob("*.py"), *(FOLDER / "pages").glob("*.py")]:
        asked |= set(re.findall(r"""say\(f?['"]([a-z_.0-9]+)['"][,)]""", path.read_text(encoding="utf-8")))
    assert {key for key in asked if key not in WORDS} == set()


def test_no_word_is_left_over() -> None:
    source = "".join(
        path.read_text(encoding="utf-8")
        for path in [*FOLDER.rglob("*.html"), *FOLDER.glob("*.py"), *(FOLDER / "pages").glob("*.py")]
    )
    # Keys that are put together: say('nav.' ~ name), f"notice.{done}", label('need', code), choices("purpose", …).
    families = set(re.findall(r"""['"]([a-z_.]+)\.(?:['"]|{)""", source))
    families |= set(re.findall(r"""(?:label|choices)\(['"]([a-z_.]+)['"]""", source)) | FAMILIES.keys()
    left = {key for key in WORDS if key not in source and key.rpartition(".")[0] not in families}
    assert left - {key for key in left if key.startswith(("next.", "error.", "evidence."))} == set()


def test_every_notice_that_a_form_announces_exists() -> None:
    announced: set[str] = set()
    for path in (FOLDER / "pages").glob("*.py"):
        announced |= set(re.findall(r'done="([a-z_]+)"', path.read_text(encoding="utf-8")))
    assert {name for name in announced if f"notice.{name}" not in WORDS} == set()


def test_arabic_and_english_name_the_same_facts_and_neither_is_empty() -> None:
    for key, word in WORDS.items():
        assert word.ar, key
        assert word.en, key
        named = [{field for _, field, _, _ in string.Formatter().parse(text) if field} for text in word]
        assert named[1] <= named[0], key


def test_arabic_words_are_arabic() -> None:
    latin = {key for key, word in WORDS.items() if re.search("[A-Za-z]{3}", re.sub(r"{\w+}|https", "", word.ar))}
    assert latin == set()


def test_no_word_is_defined_twice() -> None:
    keys: list[str] = []
    for path in (FOLDER / "words").glob("*.py"):
        keys += re.findall(r'^    "([a-z_.A-Z0-9]+)": Word\(', path.read_text(encoding="utf-8"), re.M)
    assert sorted({key for key in keys if keys.count(key) > 1}) == []


@pytest.mark.parametrize(
    ("n", "said"),
    [(1, "بلاغ واحد"), (2, "بلاغان"), (3, "3 بلاغات"), (10, "10 بلاغات"), (11, "11 بلاغًا"), (100, "100 بلاغ"),
     (103, "103 بلاغات"), (111, "111 بلاغًا"), (0, "0 بلاغ")],
)  # fmt: skip
def test_arabic_counts_in_its_own_forms(n: int, said: str) -> None:
    assert counted(n, "report") == said
    assert "report" in NOUNS


def test_a_missing_key_is_an_error_and_not_an_empty_page() -> None:
    with pytest.raises(KeyError):
        say("no.such.key")
