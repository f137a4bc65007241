"""What mail needs on the public side: leaving a list, reports of bounces, and (not on a server) the kept messages."""

from django.urls import path

from doorstep.site import kept_mail, mail_pages, mail_reports

urlpatterns = [
    path("mail/unsubscribe/<str:token>/", mail_pages.unsubscribe, name="unsubscribe"),
    path("mail/subscribe/<str:token>/", mail_pages.subscribe, name="subscribe"),
    path("mail/bounces/<str:secret>/", mail_reports.bounces, name="bounces"),
    path("mail/events/<str:provider>/<str:secret>/", mail_reports.events, name="mail_events"),
    path("dev/mail/", kept_mail.box, name="kept_mail"),
    path("dev/mail/<uuid:pk>/", kept_mail.message, name="kept_message"),
    path("dev/mail/<uuid:pk>/html/", kept_mail.html, name="kept_html"),
]
