"""Drives the client of certbot-dns-godaddy-v3, which others wrote, against a server that stands in for GoDaddy."""

import json
import sys

from certbot_dns_godaddy_v3 import _GoDaddyClient

given = json.load(sys.stdin)
client = _GoDaddyClient(given["token"])
zone, name = client.find_zone(f"_acme-challenge.shop.{given['zone']}")
steps = [f"{name} in {zone}"]


def listed(step, expected):
    found = sorted(record["data"] for record in client.list_txt_records(zone, name))
    if found != expected:
        sys.exit(f"{step}: expected {expected}, found {found}")
    steps.append(step)


listed("absent", [])
first = client.add_txt_record(zone, name, "first", 600)
listed("created", ["first"])
if client.add_txt_record(zone, name, "first", 600) != first:
    sys.exit("created twice")
client.add_txt_record(zone, name, "second", 600)
listed("beside", ["first", "second"])
client.del_txt_record(zone, name, "first", first)
client.del_txt_record(zone, name, "first", first)
listed("deleted", ["second"])
client.del_txt_record(zone, name, "second")
listed("deleted by its value", [])
client.add_txt_record(zone, name, "left", 600)
print(json.dumps(steps))
