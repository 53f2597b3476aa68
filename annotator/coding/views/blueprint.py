"""The pages of coding: their blueprint."""

from flask import Blueprint
from werkzeug.wrappers import Response

views = Blueprint("coding", __name__)

Page = str | Response | tuple[str, int]
