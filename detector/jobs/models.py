"""All rows of the house, for the migrations: importing this module registers every table on `db.Base`."""

from detector.cases import models as cases
from detector.dashboard import models as dashboard
from detector.decisions import models as decisions
from detector.defer import DeferredJob
from detector.detection import models as detection
from detector.guidance import models as guidance
from detector.journal import models as journal
from detector.learning import models as learning
from detector.outreach import models as outreach
from detector.places import models as places
from detector.registry import models as registry
from detector.registry.recheck import models as recheck
from detector.reports import attachments, messages, proof
from detector.reports import models as reports
from detector.reports.sources.whatsapp import models as whatsapp
from detector.review_queue import models as review_queue
from detector.staff import models as staff
from detector.visits import models as visits
from detector.visits.campaigns import models as campaigns

__all__ = [
    "DeferredJob",
    "attachments",
    "campaigns",
    "cases",
    "dashboard",
    "decisions",
    "detection",
    "guidance",
    "journal",
    "learning",
    "messages",
    "outreach",
    "places",
    "proof",
    "recheck",
    "registry",
    "reports",
    "review_queue",
    "staff",
    "visits",
    "whatsapp",
]  # fmt: skip
