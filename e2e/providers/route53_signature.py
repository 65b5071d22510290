"""Signs a request with botocore, which Amazon wrote, at a given moment."""

import datetime
import json
import sys

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

given = json.load(sys.stdin)
moment = datetime.datetime.strptime(given["datetime"], "%Y%m%dT%H%M%SZ")
botocore.auth.get_current_datetime = lambda *_, **__: moment

request = AWSRequest(given["method"], given["url"], headers=given["headers"], data=given.get("body"))
credentials = Credentials(given["access_key_id"], given["secret_access_key"])
botocore.auth.SigV4Auth(credentials, "route53", "us-east-1").add_auth(request)
print(json.dumps({"date": request.headers["X-Amz-Date"], "authorization": request.headers["Authorization"]}))
