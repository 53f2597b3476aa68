"""What the first page and the front page of a study add to the application."""

from annotator.overview import views
from annotator.studies.permissions import Act
from annotator.web.feature import Feature, NavItem

overview = Feature(
    views.views,
    menu=(NavItem("Study", "overview.study", Act.SEE_STUDY, 10, alone=True),),
    provides={"home": "overview.home", "study": "overview.study"},
)
