"""What planning how much to code adds to the application."""

from annotator.planner import views
from annotator.web.feature import Feature

planner = Feature(
    views.views,
    belongs_to="agreement",
    fills={"agreement acts": "planner/_agreement_acts.html", "advice": "planner/_advice.html"},
)
