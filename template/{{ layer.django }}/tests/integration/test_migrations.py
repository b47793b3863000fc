"""The migrations and the models say the same, and each migration can be taken back."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


LABEL = "core"


def applied() -> set[str]:
    loader = MigrationExecutor(connection).loader
    return {name for label, name in loader.applied_migrations if label == LABEL}


def test_the_models_need_no_further_migration(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_migration_goes_down_and_up_again(database):
    everything = applied()
    call_command("migrate", LABEL, "zero", verbosity=0)
    assert applied() == set()

    call_command("migrate", verbosity=0)
    assert applied() == everything
