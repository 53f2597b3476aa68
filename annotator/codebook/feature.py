"""What codebooks add to the application."""

from annotator.codebook import views
from annotator.codebook.queries import BOOK_ROWS
from annotator.studies.permissions import Act
from annotator.web.feature import Feature, NavItem

codebook = Feature(
    views.views,
    menu=(NavItem("Codebook", "codebook.page", Act.SEE_CODEBOOK, 30),),
    keeps=(BOOK_ROWS,),
)
