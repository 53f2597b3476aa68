"""The pages of supervision: their blueprint."""

from flask import Blueprint
from werkzeug.wrappers import Response

views = Blueprint("supervision", __name__)

Page = str | Response | tuple[str, int]
