"""What agreement adds to the application."""

from annotator.agreement.service.follow import DRAWS, ROUNDS
from annotator.agreement.views import history, question, report
from annotator.agreement.views.blueprint import views
from annotator.studies.permissions import Act
from annotator.web.feature import Feature, NavItem

#: The modules of its pages, which add them to the blueprint.
PAGES = (report, question, history)

agreement = Feature(
    views,
    menu=(NavItem("Agreement", "agreement.report", Act.SEE_AGREEMENT, 60),),
    offers=("agreement acts", "advice"),
    fills={"round coders": "agreement/_round_coders.html"},
    keeps=(ROUNDS, DRAWS),
)
