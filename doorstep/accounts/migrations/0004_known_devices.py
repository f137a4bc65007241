"""Known devices: tickets to try, so that strangers at an address do not shut its owner out."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import doorstep.kit.ids
import doorstep.tenancy.scoping

ACTS = [
    ("sign_in", "Failed to sign in"),
    ("confirm", "Typed a wrong password while signed in"),
    ("mail", "Asked for a code or a link by e-mail"),
    ("go_on", "Was mailed a link for this device"),
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_account_choice"), ("tenancy", "0002_arriving")]

    operations = [
        migrations.CreateModel(
            name="KnownDevice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=doorstep.kit.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("email_key", models.CharField(max_length=254)),
                ("token_digest", models.BinaryField(max_length=32)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField()),
                (
                    "business",
                    models.ForeignKey(
                        db_index=False,
                        default=doorstep.tenancy.scoping.current_business_id,
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenancy.business",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["business", "email_key"], name="known_devices_of_an_address")],
                "constraints": [
                    models.UniqueConstraint(fields=["business", "token_digest"], name="one_known_device_per_token")
                ],
            },
        ),
        migrations.AddField(
            model_name="attempt",
            name="ticket",
            field=models.UUIDField(
                help_text="The known device or invitation it was made with; null: a stranger.", null=True
            ),
        ),
        migrations.AlterField(
            model_name="attempt", name="kind", field=models.CharField(choices=ACTS, max_length=10)
        ),
        migrations.AddIndex(
            model_name="attempt",
            index=models.Index(
                condition=models.Q(ticket__isnull=False),
                fields=["business", "ticket", "kind", "at"],
                name="attempts_with_a_ticket",
            ),
        ),
    ]
