"""AWS's own descriptions of its APIs and regions, as botocore ships them: read once, for all of this process.

Finding and reading them is most of what a client costs to make. Each botocore session does it anew, and moto too.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.regions import EndpointResolver
from botocore.session import Session, get_session

SERVICE = "cognito-idp"


class QuickLoader(Loader):
    """Knows that Cognito is there. botocore looks through the folders of all services, for each kind of file."""

    def load_service_model(self, service_name: str, type_name: str, api_version: str | None = None) -> Any:
        """What a file says, such as "service-2" or "paginators-1"; botocore.loaders.Loader has the rest."""
        if service_name != SERVICE:
            return super().load_service_model(service_name, type_name, api_version)
        version = api_version or self.determine_latest_version(SERVICE, type_name)
        return self.load_data(f"{SERVICE}/{version}/{type_name}")


LOADER = QuickLoader()  # keeps what it has read


@cache
def service_model() -> ServiceModel:
    """The Cognito API: its operations, and what their requests and answers are made of."""
    return ServiceModel(LOADER.load_service_model(SERVICE, "service-2"), SERVICE)


@cache
def regions() -> frozenset[str]:
    """The regions that have Cognito user pools, those of China and of governments among them."""
    resolver = EndpointResolver(LOADER.load_data("endpoints"))
    partitions = resolver.get_available_partitions()
    return frozenset(
        region for partition in partitions for region in resolver.get_available_endpoints(SERVICE, partition)
    )


def new_session() -> Session:
    """A session for `boto3.setup_default_session`, for whoever calls the local Cognito from its own process."""
    session = get_session()
    session.register_component("data_loader", LOADER)
    return session
