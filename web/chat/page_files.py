"""The files of the page as they lie in the package. Always asked for again, so that an update is seen at once."""

import mimetypes
import os

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

# A Windows registry may call JavaScript plain text, and browsers then refuse to run it.
mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("text/css", ".css")
mimetypes.add_type("image/svg+xml", ".svg")
mimetypes.add_type("font/woff2", ".woff2")


class PageFiles(StaticFiles):
    """Everything in web/page; "/" is index.html."""

    def __init__(self) -> None:
        super().__init__(packages=[("web", "page")], html=True)

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """The file, or 304 when the browser has it."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["cache-control"] = "no-cache"
        return response
