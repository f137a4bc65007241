"""For load balancers: does this process reach its database?"""

from django.db import connection
from django.http import HttpRequest, JsonResponse

from doorstep.accounts.doors import public


@public
def health(_request: HttpRequest) -> JsonResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
