"""The door for a web server: `doorstep.config.wsgi:application`."""

from django.core.wsgi import get_wsgi_application

from doorstep.config.bodies import ReadBeforehand
from doorstep.tenancy.role import refuse_privileged_role

application = ReadBeforehand(get_wsgi_application())
refuse_privileged_role()
