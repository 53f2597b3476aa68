"""What studies add to the application."""

from annotator.studies import access, views
from annotator.studies.permissions import Act
from annotator.web.feature import Feature, NavItem

studies = Feature(
    views.views,
    menu=(NavItem("Members", "studies.members", Act.SEE_MEMBERS, 40),),
    offers=("member acts", "members"),
    set_up=access.install,
)
