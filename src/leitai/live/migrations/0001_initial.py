from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("name", models.CharField(max_length=120, primary_key=True, serialize=False)),
                ("revision", models.BigIntegerField(db_index=True)),
            ],
        ),
    ]
