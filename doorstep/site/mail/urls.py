"""What mail needs on the public side: leaving a list, reports of bounces, and (not on a server) the kept messages."""

from django.urls import path

from doorstep.site.mail import kept, reports, unsubscribe

urlpatterns = [
    path("mail/unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("mail/subscribe/<str:token>/", unsubscribe.subscribe, name="subscribe"),
    path("mail/bounces/<str:secret>/", reports.bounces, name="bounces"),
    path("mail/events/<str:provider>/<str:secret>/", reports.events, name="mail_events"),
    path("dev/mail/", kept.box, name="kept_mail"),
    path("dev/mail/<uuid:pk>/", kept.message, name="kept_message"),
    path("dev/mail/<uuid:pk>/html/", kept.html, name="kept_html"),
]
