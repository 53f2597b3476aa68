"""What articles add to the application."""

from annotator.corpus import views
from annotator.studies.permissions import Act
from annotator.web.feature import Feature, NavItem

corpus = Feature(
    views.views,
    menu=(NavItem("Articles", "corpus.articles", Act.SEE_ARTICLES, 20),),
)
