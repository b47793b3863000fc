"""Add the stock-keeping unit to items."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [(settings.APP_LABEL, "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="item",
            name="sku",
            field=models.CharField(blank=True, default="", max_length=40),
        ),
    ]
