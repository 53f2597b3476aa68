"""What data sets add to the application."""

from annotator.datasets import views
from annotator.studies.permissions import Act
from annotator.web.feature import Feature, NavItem

datasets = Feature(
    views.views,
    menu=(NavItem("Data", "datasets.page", Act.EXPORT_DATA, 70),),
)
