"""One item's way through the program."""

import json


def test_an_item_is_added_published_carried_over_and_deleted(finish, database, tmp_path):
    added = json.loads(finish("items", "add", "Lamp", "--price", "39.9", "-f", "json").stdout)
    published = finish("items", "publish", str(added["id"]), "-f", "json")
    exported = finish("items", "export", "-f", "json", "-o", "items.jsonl")
    imported = finish("items", "import", "items.jsonl")
    deleted = finish("items", "delete", str(added["id"]), stdin=b"y\n")
    left = finish("items", "list", "--status", "published", "-f", "json")
    again = finish("items", "publish", str(json.loads(left.stdout)["id"]))

    assert json.loads(published.stdout)["status"] == "published"
    assert (exported.stdout, imported.returncode, deleted.returncode) == (b"", 0, 0)
    assert json.loads(left.stdout)["name"] == "Lamp"
    assert (again.returncode, again.stdout) == (4, b"")
