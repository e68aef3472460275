"""Asks an AWS API through botocore: ask.py ENDPOINT < lines of [service, operation, parameters]; prints a line of JSON for each.

Independent of panka: what a test believes of the cloud does not come from what is tested.
"""
import base64
import json
import sys

import botocore.exceptions
import botocore.session

session = botocore.session.get_session()


def ask(service, operation, parameters):
    client = session.create_client(
        service, region_name="us-east-1", endpoint_url=sys.argv[1],
        aws_access_key_id="test", aws_secret_access_key="test",
    )
    if "Body64" in parameters:
        parameters["Body"] = base64.b64decode(parameters.pop("Body64"))
    try:
        answer = getattr(client, operation)(**parameters)
    except botocore.exceptions.ClientError as error:
        return {"error": error.response["Error"]["Code"]}
    answer.pop("ResponseMetadata", None)
    if "Body" in answer:
        answer["Text"] = answer.pop("Body").read().decode("utf-8", "replace")
    return answer


for line in sys.stdin:
    print(json.dumps(ask(*json.loads(line)), default=str), flush=True)
