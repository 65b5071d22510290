"""Judges CAA record sets by RFC 8659, written from its text and apart from the product's reader.

Standard input: one JSON document {"identities": [...], "methods": [...], "sets": [[RDATA in hex, ...], ...]}.
Standard output: one JSON list, an outcome per set: allowed, forbidden, account (allowed for one account only).
"""

import json
import sys

import dns.exception
import dns.rdata
import dns.rdataclass
import dns.rdatatype

# Tags that a CA knows: IANA's registry without the reserved ones.
KNOWN = {b"issue", b"issuewild", b"iodef", b"contactemail", b"contactphone", b"issuevmc", b"issuemail"}
ALNUM = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
WSP = frozenset(b" \t")
VALUE = frozenset(range(0x21, 0x3B)) | frozenset(range(0x3C, 0x7F))


class Malformed(Exception):
    pass


class Reader:
    """One cursor over a value; each method is a rule of section 4.2."""

    def __init__(self, text):
        self.text = text
        self.at = 0

    def peek(self):
        return self.text[self.at] if self.at < len(self.text) else None

    def run(self, allowed):
        start = self.at
        while self.peek() in allowed:
            self.at += 1
        return self.text[start : self.at]

    def label(self):
        word = self.run(ALNUM | {0x2D})
        if not word or word.startswith(b"-") or word.endswith(b"-"):
            raise Malformed
        return word

    def issue_value(self):
        self.run(WSP)
        domain = b""
        if self.peek() in ALNUM:
            labels = [self.label()]
            while self.peek() == 0x2E:
                self.at += 1
                labels.append(self.label())
            domain = b".".join(labels)
            self.run(WSP)
        parameters = []
        if self.peek() == 0x3B:
            self.at += 1
            self.run(WSP)
            if self.peek() is not None:
                parameters.append(self.parameter())
                while self.peek() == 0x3B:
                    self.at += 1
                    self.run(WSP)
                    parameters.append(self.parameter())
        if self.peek() is not None:
            raise Malformed
        return domain.lower(), parameters

    def parameter(self):
        tag = self.label()
        self.run(WSP)
        if self.peek() != 0x3D:
            raise Malformed
        self.at += 1
        self.run(WSP)
        value = self.run(VALUE)
        self.run(WSP)
        return tag.lower(), value


def read(rdata):
    """Flags, tag and value. dnspython refuses tags outside the grammar, which a CA meets all the same."""
    try:
        caa = dns.rdata.from_wire(dns.rdataclass.IN, dns.rdatatype.CAA, rdata, 0, len(rdata))
        return caa.flags, caa.tag, caa.value
    except (ValueError, dns.exception.DNSException):
        return rdata[0], None, b""


def outcome_of(value, identities, methods):
    """nobody, account or everyone: whom of our CA's one issue value lets issue."""
    try:
        domain, parameters = Reader(value).issue_value()
    except Malformed:
        return "nobody"
    if domain.decode() not in identities:
        return "nobody"
    accounts = 0
    for tag, given in parameters:
        if tag == b"validationmethods" and not any(name in methods for name in given.decode().split(",")):
            return "nobody"
        accounts += tag == b"accounturi"
    return {0: "everyone", 1: "account"}.get(accounts, "nobody")


def judge(records, identities, methods):
    properties = [read(bytes.fromhex(record)) for record in records]
    for flags, tag, _ in properties:
        if flags & 0x80 and (tag is None or tag.lower() not in KNOWN):
            return "forbidden"
    issue = [value for _, tag, value in properties if tag is not None and tag.lower() == b"issue"]
    if not issue:
        return "allowed"
    outcomes = [outcome_of(value, identities, methods) for value in issue]
    if "everyone" in outcomes:
        return "allowed"
    return "account" if "account" in outcomes else "forbidden"


def main():
    given = json.load(sys.stdin)
    identities, methods = set(given["identities"]), set(given["methods"])
    json.dump([judge(records, identities, methods) for records in given["sets"]], sys.stdout)


main()
