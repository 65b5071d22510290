"""pyspf and checkdmarc, which others wrote, on SPF and DMARC records of ours. Reads JSON, prints JSON; asks no nameserver."""

import json
import sys

import checkdmarc.dmarc
import checkdmarc.spf
import checkdmarc.utils
import dns.rdata
import dns.resolver
import spf

ZONE = {}


def values_at(name, kind):
    return ZONE.get(name.rstrip(".").lower(), {}).get(kind, [])


def look_up_for_pyspf(name, qtype, strict=True, timeout=20):
    rows = []
    for value in values_at(name, qtype):
        if qtype == "TXT":
            value = (value.encode(),)
        elif qtype == "MX":
            preference, exchange = value.split(" ")
            value = (int(preference), exchange)
        rows.append(((name, qtype), value))
    return rows


def look_up_for_checkdmarc(domain, record_type, **_):
    name = domain.rstrip(".").lower()
    values = values_at(name, record_type)
    if values:
        return [rdata_of(record_type, value) for value in values]
    exists = any(other == name or other.endswith("." + name) for other in ZONE)
    raise dns.resolver.NoAnswer() if exists else dns.resolver.NXDOMAIN()


def rdata_of(record_type, value):
    text = value
    if record_type == "TXT":
        chunks = [value[at : at + 255] for at in range(0, len(value), 255)]
        text = " ".join('"' + chunk.replace("\\", "\\\\").replace('"', '\\"') + '"' for chunk in chunks)
    elif record_type in ("MX", "CNAME"):
        text = value + "."
    return dns.rdata.from_text("IN", record_type, text)


def use_zone(zone):
    ZONE.clear()
    ZONE.update(zone)
    checkdmarc.utils.DNS_CACHE.clear()


spf.DNSLookup = look_up_for_pyspf
checkdmarc.utils._resolve_with_failover = look_up_for_checkdmarc


def run_pyspf(domain, ip):
    query = spf.query(i=ip, s=f"ada@{domain}", h="helo.example")
    result, _, explanation = query.check()
    return {"result": result, "lookUps": query.lookups, "voidLookUps": query.void_lookups, "text": explanation}


def run_checkdmarc(domain, record):
    try:
        parsed = checkdmarc.spf.parse_spf_record(record, domain)
    except Exception as error:  # The class of the error is the answer.
        return {"error": type(error).__name__, "text": str(error)[:200]}
    return {"lookUps": parsed["dns_lookups"], "voidLookUps": parsed["void_dns_lookups"]}


def run_dmarc(domain, record):
    try:
        parsed = checkdmarc.dmarc.parse_dmarc_record(record, domain)
    except Exception as error:
        return {"error": type(error).__name__, "text": str(error)[:200]}
    return {"policy": parsed["tags"]["p"]["value"]}


def main():
    given = json.load(sys.stdin)
    spf_reports = []
    for case in given["spf"]:
        use_zone(case["zone"])
        report = {"pyspf": [run_pyspf(case["domain"], ip) for ip in case["ips"]]}
        if case.get("count"):
            report["checkdmarc"] = run_checkdmarc(case["domain"], values_at(case["domain"], "TXT")[0])
        spf_reports.append(report)
    dmarc_reports = []
    for case in given["dmarc"]:
        use_zone(case.get("zone", {}))
        dmarc_reports.append(run_dmarc(case["domain"], case["record"]))
    print(json.dumps({"spf": spf_reports, "dmarc": dmarc_reports}))


main()
