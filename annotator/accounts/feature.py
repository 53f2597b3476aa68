"""What accounts add to the application."""

from annotator.accounts import views
from annotator.accounts.access import login_manager
from annotator.accounts.service import HASHING
from annotator.web.feature import Feature

accounts = Feature(
    views.views,
    fills={"site header": "accounts/_header.html"},
    keeps=(HASHING,),
    set_up=login_manager.init_app,
)
