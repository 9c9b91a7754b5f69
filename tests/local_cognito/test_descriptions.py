"""AWS's description of its API, as `descriptions` reads it."""

from __future__ import annotations

import boto3
import pytest
from botocore.exceptions import DataNotFoundError
from botocore.loaders import Loader

from local_cognito import descriptions


def test_its_regions_are_those_that_boto3_knows():
    session = boto3.session.Session()
    known = [
        session.get_available_regions("cognito-idp", partition_name=partition)
        for partition in session.get_available_partitions()
    ]
    assert descriptions.regions() == set().union(*known)


def test_descriptions_are_those_that_botocore_finds():
    quick, stock = descriptions.QuickLoader(), Loader()
    for kind in ("service-2", "paginators-1", "endpoint-rule-set-1"):
        assert quick.load_service_model("cognito-idp", kind) == stock.load_service_model("cognito-idp", kind), kind
    assert quick.load_service_model("sts", "service-2") == stock.load_service_model("sts", "service-2")
    for service, kind in (("cognito-idp", "waiters-2"), ("no-such-service", "service-2")):
        with pytest.raises(DataNotFoundError):
            quick.load_service_model(service, kind)
