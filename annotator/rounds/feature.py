"""What rounds add to the application."""

from annotator.rounds import views
from annotator.studies.permissions import Act
from annotator.web.feature import Feature, NavItem

rounds = Feature(
    views.views,
    menu=(NavItem("Rounds", "rounds.rounds", Act.SEE_ROUNDS, 50),),
    offers=("draft remedies", "round settings", "round coders"),
)
