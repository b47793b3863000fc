"""A second application of a Django service follows Django's own conventions."""

from contextlib import nullcontext
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.gates.test_migrations import copy_of
from tests.helpers.databases import temporary_database
from tests.helpers.projects import make, typed


pytestmark = pytest.mark.full

MODELS = '''"""Models of a team."""

from decimal import Decimal

from django.db import models

from app.models import Item
from app.models.base import Record


class Tag(Record):
    """A word for items, with fields of any name."""

    name = models.CharField(max_length=40)
    total = models.IntegerField(default=0)
    count = models.IntegerField(default=0)
    items = models.ManyToManyField(Item, related_name="tags", blank=True)

    def __str__(self) -> str:
        return self.name


class Offer(models.Model):
    """An item for a while, which goes with it."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="offers")
    note = models.CharField(max_length=40, help_text="A text of some length, for migrations")
    discount = models.DecimalField(max_digits=4, decimal_places=2, default=Decimal("0.5"))

    def __str__(self) -> str:
        return self.note


class Order(models.Model):
    """An order of an item, which keeps the item from being deleted."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="orders")

    def __str__(self) -> str:
        return f"Order of {self.item_id}"
'''
ADMIN = '''"""What the admin site shows of a team's models."""

from django.contrib import admin

from app.record_admin import RecordAdmin
from app.shop.models import Offer, Order, Tag


admin.site.register(Tag, RecordAdmin)
admin.site.register([Offer, Order])
'''
URLS = '''"""Paths of a team."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def shop(_: HttpRequest) -> HttpResponse:
    """Say where one is."""
    return HttpResponse("the shop")


urlpatterns = [path("shop", shop)]
'''
TESTS = '''"""A team's application works as Django's documentation says."""

from typing import Any

from app.models import Item
from app.models.base import RecordQuerySet
from app.serializers.base import Output
from app.shop.models import Offer, Order, Tag


class Tagged(Output[Item]):
    class Meta:
        model = Item
        fields = ("id", "name", "owner", "tags", "price")


def test_its_models_refer_to_those_of_the_service(client, ada, lamp):
    tag = Tag.objects.create(name="bright", total=3)
    lamp.tags.add(tag)
    Offer.objects.create(item=lamp, note="Today")
    page = Item.objects.page(*Tagged.columns(), limit=20, offset=0)

    rows: Any = Tagged(page.rows, many=True).data
    assert rows == [
        {"id": lamp.id, "name": "Desk lamp", "owner": ada.id, "tags": [tag.id], "price": "39.90"}
    ]
    headers = {**ada.headers, "If-Match": "*"}
    assert client.delete(f"/api/v1/items/{lamp.id}", headers=headers).status_code == 204
    assert not Offer.objects.exists()


def test_what_it_protects_is_not_deleted(client, site, ada, lamp):
    Order.objects.create(item=lamp)
    item, user = f"/api/v1/items/{lamp.id}", f"/api/v1/users/{ada.id}"
    headers = {**ada.headers, "If-Match": "*"}
    refused = [client.delete(path, headers=headers) for path in (item, user)]
    page = site.post(f"/admin/app/item/{lamp.pk}/delete/", {"post": "yes"})

    assert [each.status_code for each in refused] == [409, 409]
    assert [each.json()["error"] for each in refused] == ["conflict", "conflict"]
    assert (page.status_code, "Cannot delete" in page.text) == (200, True)
    assert Item.objects.exists()


def test_its_records_are_read_in_pages_whatever_their_fields_are_called(db):
    Tag.objects.create(name="bright", total=3)
    page = RecordQuerySet(Tag).page("name", "total", "count", limit=20, offset=0)

    assert (page.rows, page.total) == ([{"name": "bright", "total": 3, "count": 0}], 1)


def test_the_admin_site_edits_them(site, lamp):
    tag = Tag.objects.create(name="bright")
    form = {"name": "dim", "total": 1, "count": 2, "items": [lamp.id], "opened_version": 1}
    answer = site.post(f"/admin/shop/tag/{tag.pk}/change/", form)
    tag.refresh_from_db()

    assert answer.status_code == 302
    assert (tag.name, tag.version, [*tag.items.all()]) == ("dim", 2, [lamp])


def test_its_paths_are_served(client):
    assert client.get("/shop").content == b"the shop"
'''


def settings_of(project: Path) -> None:
    """Add the application and its URLs to the files that belong to the team."""
    settings = project / "src/app/project_settings.py"
    text = settings.read_text()
    assert "\nINSTALLED_APPS += []\nMIDDLEWARE += []\n" in text
    settings.write_text(text.replace("INSTALLED_APPS += []", 'INSTALLED_APPS += ["app.shop"]'))
    (project / "src/app/project_urls.py").write_text(URLS)


@pytest.mark.parametrize("database", ["postgresql", "mysql", "sqlite"])
def test_a_second_application_passes_every_gate(projects, database, tmp_path):
    project = copy_of(projects, f"django on {database}", tmp_path)
    url = nullcontext(f"sqlite:///{tmp_path / 'app.db'}")
    with url if database == "sqlite" else temporary_database(database) as given:
        python = ("uv", "run", "python", "manage.py")
        typed(*python, "startapp", "shop", cwd=project, DATABASE_URL=given)
        make("lint", "format-check", "typecheck", cwd=project)
        (project / "src/app/shop/models.py").write_text(MODELS)
        (project / "src/app/shop/admin.py").write_text(ADMIN)
        (project / "tests/integration/test_shop.py").write_text(TESTS)
        settings_of(project)
        typed(*python, "makemigrations", "shop", cwd=project, DATABASE_URL=given)
        typed(*python, "migrate", cwd=project, DATABASE_URL=given)
        make("lint", "format-check", "typecheck", cwd=project)
        tests = ("tests/integration/test_shop.py", "tests/integration/test_migrations.py")
        own = {} if database == "sqlite" else {"TEST_DATABASE_URL": given}
        typed("uv", "run", "pytest", "-q", *tests, cwd=project, **own)
    typed("uv", "build", "--wheel", "--quiet", cwd=project)
    (wheel,) = (project / "dist").glob("*.whl")
    assert "app/shop/migrations/0001_initial.py" in ZipFile(wheel).namelist()
