"""`/ui/`: every part of the look in every state, for those who build pages. Not on a server."""

from doorstep.site.mail.kept import not_on_a_server
from doorstep.ui.gallery import gallery as every_part

gallery = not_on_a_server(every_part)
