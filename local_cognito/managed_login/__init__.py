"""Managed login: the web pages and the OAuth 2.0 endpoints at the domain of a user pool.

Each module imports only those above it in this list:

    domains        which user pool a request is for, and the addresses of its domain
    visit          one request to a domain
    answers        redirects, errors and JSON, in OAuth's form
    csrf           forms that only our own pages can send
    clients        app clients that identify themselves at an endpoint
    authorization_request
                   what a client asks for, and where it wants the browser back
    authorization  GET /oauth2/authorize: to the login page, or back with what was asked for
    token_endpoint, user_info, revocation, logout, discovery
    pages          the HTML pages
    routes         the addresses of a domain, and what is there
"""
