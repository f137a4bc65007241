"""What becomes of a message, as its lead's or client's timeline tells it; and of a wording, on the business's."""

from django.utils.translation import gettext_lazy as _

from doorstep.timeline.kinds import Kind

BOUNCED = Kind("mail.bounced", _("The e-mail “{title}” came back: {email} takes no mail"), icon="mail-x")
GAVE_UP = Kind("mail.gave_up", _("The e-mail “{title}” could not be delivered to {email}"), icon="mail-x")
WITHHELD = Kind("mail.withheld", _("The e-mail “{title}” was not sent: {reason}"), icon="mail-minus")
COMPLAINED = Kind("mail.complained", _("{email} reported the e-mail “{title}” as unwanted"), icon="mail-warning")
LEFT = Kind("mail.left_list", _("{email} asked for no more e-mails like “{title}”"), icon="bell-off")
CAME_BACK = Kind("mail.joined_list", _("{email} wants e-mails like “{title}” again"), icon="bell")
LIFTED = Kind("mail.lifted", _("{actor} lets mail go to {email} again"), icon="mail-check")

REWORDED = Kind("mail.reworded", _("{actor} changed the words of “{mail}”"), icon="pencil")
RESET = Kind("mail.reset", _("{actor} put back the first words of “{mail}”"), icon="undo-2")
