"""Create warehouses."""

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.utils.module_loading import import_string


class Migration(migrations.Migration):
    dependencies = [(settings.APP_LABEL, "0002_item_sku")]

    operations = [
        migrations.CreateModel(
            name="Warehouse",
            fields=[
                (
                    "id",
                    import_string(settings.DEFAULT_AUTO_FIELD)(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                (
                    "updated_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False),
                ),
                ("name", models.CharField(max_length=100, unique=True)),
            ],
            options={
                "db_table": "warehouses",
            },
        ),
    ]
