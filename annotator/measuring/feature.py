"""What measuring a file adds to the application."""

from annotator.measuring import views
from annotator.web.feature import Feature

measuring = Feature(views.views)
