"""What supervising coders adds to the application."""

from annotator.supervision.views import coders, hours_and_left_out, known_answers
from annotator.supervision.views.blueprint import views
from annotator.web.feature import Feature

#: The modules of its pages, which add them to the blueprint.
PAGES = (coders, hours_and_left_out, known_answers)

supervision = Feature(
    views,
    belongs_to="rounds",
    fills={
        "member acts": "supervision/_member_acts.html",
        "members": "supervision/_members.html",
        "draft remedies": "supervision/_draft_remedies.html",
        "round settings": "supervision/_round_settings.html",
        "round coders": "supervision/_round_coders.html",
    },
)
