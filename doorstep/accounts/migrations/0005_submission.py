import django.db.models.deletion
import django.utils.timezone
import doorstep.kit.ids
import doorstep.tenancy.scoping
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_known_devices'),
        ('tenancy', '0003_rights_of_work'),
    ]

    operations = [
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.UUIDField(default=doorstep.kit.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('digest', models.BinaryField(help_text="Of the form's token and of all that was typed.", max_length=32)),
                ('leads_to', models.CharField(blank=True, help_text='Where the first one led.', max_length=300)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('business', models.ForeignKey(db_index=False, default=doorstep.tenancy.scoping.current_business_id, editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenancy.business')),
            ],
            options={
                'indexes': [models.Index(fields=['business', 'at'], name='submissions_by_age')],
                'constraints': [models.UniqueConstraint(fields=('business', 'digest'), name='one_submission_per_form')],
            },
        ),
    ]
