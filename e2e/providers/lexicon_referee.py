"""Drives dns-lexicon, which others wrote, against a server that stands in for a provider."""

import json
import sys

from lexicon.client import Client
from lexicon.config import ConfigResolver

TEXT = "first value with spaces, and a comma"
CHANGED = "second-value"

given = json.load(sys.stdin)
zone = given["zone"]
# Some APIs refuse targets without a final dot, which lexicon does not always add.
TARGET = "target.example.net." if given["final_dot"] == "always" else "target.example.net"
OTHER = "other.example.net." if given["final_dot"] else "other.example.net"
steps = []


def check(step, expected, records, name, rtype):
    found = sorted(
        plain(record["content"], rtype)
        for record in records
        if record["type"] == rtype and record["name"].rstrip(".") == f"{name}.{zone}"
    )
    if found != sorted(expected):
        sys.exit(f"{step}: expected {expected}, lexicon listed {records}")
    steps.append(step)


def plain(content, rtype):
    if rtype == "TXT":
        return content[1:-1] if len(content) > 1 and content[0] == content[-1] == '"' else content
    return content.rstrip(".")


def exercise(operations, rtype, name, first, second):
    def listed():
        return operations.list_records(rtype, f"{name}.{zone}")

    check(f"{rtype} absent", [], listed(), name, rtype)
    operations.create_record(rtype, f"{name}.{zone}", first)
    check(f"{rtype} created", [plain(first, rtype)], listed(), name, rtype)
    operations.create_record(rtype, f"{name}.{zone}", first)
    check(f"{rtype} created twice", [plain(first, rtype)], listed(), name, rtype)
    current = first
    if rtype not in given["without_update"]:
        identifier = next((record.get("id") for record in listed()), None)
        operations.update_record(identifier, rtype, f"{name}.{zone}", second)
        check(f"{rtype} changed", [plain(second, rtype)], listed(), name, rtype)
        current = second
    if rtype == "TXT":
        operations.create_record(rtype, f"{name}.{zone}", "another")
        check("TXT beside", [plain(current, rtype), "another"], listed(), name, rtype)
        operations.delete_record(None, rtype, f"{name}.{zone}", "another")
        check("TXT beside deleted", [plain(current, rtype)], listed(), name, rtype)
    # As the provider writes it: some add a final dot.
    [record] = listed()
    operations.delete_record(None, rtype, f"{name}.{zone}", record["content"])
    check(f"{rtype} deleted", [], listed(), name, rtype)
    operations.create_record(rtype, f"{name}.{zone}", first)
    return {"name": f"{name}.{zone}", "type": rtype, "value": plain(first, rtype)}


config = {
    "provider_name": given["provider"],
    "domain": zone,
    "delegated": zone,
    "ttl": 3600,
    given["provider"]: given["options"],
}
with Client(ConfigResolver().with_dict(config)) as operations:
    left = [
        exercise(operations, "TXT", "_referee-text", TEXT, CHANGED),
        exercise(operations, "CNAME", "referee-alias", TARGET, OTHER),
    ]
print(json.dumps({"steps": steps, "left": left}))
