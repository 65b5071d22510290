"""Both sides of Domain Connect, by libraries that others wrote: applies a template as a provider, builds a URL as a service."""

import json
import os
import sys

import dns.resolver
from domainconnect import DomainConnect as Service
from domainconnect import NetworkContext
from domainconnectzone import DomainConnect as Provider
from domainconnectzone import DomainConnectTemplates, InvalidSignature
from domainconnectzone.qsutil import qsfilter
from six.moves.urllib.parse import parse_qs, urlsplit

given = json.load(sys.stdin)


def resolver():
    found = dns.resolver.Resolver(configure=False)
    found.nameservers = ["127.0.0.1"]
    found.port = given["dns_port"]
    return found


def apply_url(url):
    """As a provider that receives this URL: the signature, then the records."""
    query = urlsplit(url).query
    values = {name: value[0] for name, value in parse_qs(query, keep_blank_values=True).items()}
    DomainConnectTemplates(os.environ["HOME"]).validate_template(given["template"])
    provider = Provider(template=given["template"])
    ours = ("domain", "host", "sig", "key", "state", "redirect_uri")
    params = {name: value for name, value in values.items() if name not in ours}
    try:
        added, deleted, final = provider.apply_template(
            given["records"],
            values["domain"],
            values.get("host", ""),
            params,
            qs=qsfilter(query, ["sig", "key"]),
            sig=values.get("sig"),
            key=values.get("key"),
        )
    except InvalidSignature as error:
        return {"refused": str(error)}
    return {"added": added, "deleted": deleted, "final": final}


def service_url():
    """As a service: discovery at the provider, and the URL with the same values and key."""
    proxy = urlsplit(os.environ["HTTPS_PROXY"])
    service = Service(NetworkContext(proxy_host=proxy.hostname, proxy_port=proxy.port))
    service._resolver = resolver()
    return service.get_domain_connect_template_sync_url(
        given["hostname"],
        given["provider_id"],
        given["service_id"],
        redirect_uri=given["redirect_uri"],
        params=given["params"],
        state=given["state"],
        sign=True,
        private_key=given["private_key"],
        keyid=given["key"],
    )


dns.resolver.default_resolver = resolver()
if given["side"] == "provider":
    print(json.dumps([apply_url(url) for url in given["urls"]]))
else:
    print(json.dumps(service_url()))
