"""What the desk adds to the application."""

from annotator.coding.views import desk, desk_api, finish_first, own_codings
from annotator.coding.views.blueprint import views
from annotator.web.feature import Feature

#: The modules of its pages, which add them to the blueprint.
PAGES = (desk, desk_api, own_codings, finish_first)

coding = Feature(views)
