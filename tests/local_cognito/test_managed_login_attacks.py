"""Hostile requests to the addresses of a domain: no token that is not due, no redirect to an unregistered address,
no failure, and nothing of a request in a page or a header but as text.

A short run is part of `make test`. Ten thousand requests, by another seed each time, which is printed:

    FUZZ_CALLS=10000 make test ARGS="tests/local_cognito/test_managed_login_attacks.py -n 0"

Mallory has an account in each of two pools, and can send a victim's browser to any address. She knows all ids, a
code that a victim has not redeemed, and a victim's refresh token, but neither the verifier nor the secret for it.
"""

from __future__ import annotations

import random
import re
import secrets
from collections import Counter
from copy import copy
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from werkzeug.test import Client, TestResponse

from local_cognito import clock
from local_cognito.app import CognitoApp
from local_cognito.conformance.cases.managed_login_attacks import ADDRESSES
from local_cognito.conformance.person import Page
from local_cognito.conformance.site import CALLBACK, FORM, LOGGED_OUT, WEB_APP, challenge_of
from local_cognito.conformance.world import World, claims
from tests.local_cognito.test_fuzz import CALLS, SEED

pytestmark = pytest.mark.once

Parameters = list  # of pairs, because a name can be there twice
WITH_QUERY = "https://app.example.com/?x=1"
SCOPES = ["openid", "email", "profile", "phone", "aws.cognito.signin.user.admin", "api/read", "api/write", "admin"]
ADDRESSES = [*ADDRESSES, CALLBACK + "a" * 9000, LOGGED_OUT]
HOSTILE = ["\"'></title></style><i class=mallory onfocus=x>", "\r\nX-Mallory: 1", "\r\n\r\n<i class=mallory>"]
HOSTILE += ["\0", "\u202e", "\ud800", "é" * 3000, "=&;#", "%", "[]", "{{7*7}}", "javascript:alert(1)", "../login"]
PAGES = ["/error", "/signup", "/confirm", "/forgotPassword", "/confirmforgotPassword", "/login", "//evil.test"]


def injected(text: str) -> list[str]:
    """What a page has that only a request can have brought into it: elements, handlers and links."""
    links = re.findall(
        r'\b(?:href|src|action|formaction|content)="(?:javascript:|(?:https?:)?[/\\]{2})[^"]*', text
    )
    return links + [each for each in Page(text).elements if re.match(r"(script|i|base|iframe)\b|.* on", each)]


def encoded(parameters: Parameters) -> str:
    return "&".join(f"{name}={quote(value, safe='', errors='surrogatepass')}" for name, value in parameters)


def sent_back(answer: TestResponse) -> dict[str, str]:
    """What an app is told in the address to which the browser is sent."""
    address = urlsplit(answer.headers.get("Location", ""))
    return dict(parse_qsl(f"{address.query}&{address.fragment}"))


class Mallory:
    def __init__(self, url: str) -> None:
        self.counts: Counter[str] = Counter()
        self.wrongs: list[str] = []  # what should not have happened
        app = CognitoApp()
        self.hers, self.theirs = Client(app), Client(app)  # browsers
        self.clients = {client.client_id: client for _ in range(2) for client in self._make_clients(World(url))}
        self.subs = [client.mine.sub() for client in self.clients.values()]
        self.verifiers = [secrets.token_urlsafe(40) for _ in range(3)]
        self.codes: dict[str, Any] = {}  # of each: what was asked for, the verifier if she knows it, and when
        self.refresh_tokens: dict[str, World] = {}
        self.access_tokens: list[str] = []
        self.used: set[str] = set()  # codes, and refresh tokens that are revoked
        self.api_tokens = [client.mine.access_token() for client in self.clients.values()]
        for client in self.clients.values():
            if client.flow == "code":
                self._overhear(client)

    def _make_clients(self, world: World) -> list[World]:
        """Of each a world, with its OAuth flow, its scopes, and whether Mallory can be the client."""
        world.set_up(user="none")
        world.domain, pool = f"attacked-{secrets.token_hex(4)}", {"UserPoolId": world.user_pool_id}
        world.aws.create_user_pool_domain(**pool, Domain=world.domain, ManagedLoginVersion=1)
        scopes = [{"ScopeName": name, "ScopeDescription": name} for name in ("read", "write")]
        world.aws.create_resource_server(**pool, Identifier="api", Name="api", Scopes=scopes)
        world.mine, world.victim = world.someone_else(), world.someone_else()
        clients = []
        for flow, scopes, has_secret, is_open in (
            ("code", SCOPES[:4], False, True),
            ("code", SCOPES[:2], False, True),
            ("code", [*SCOPES[:3], "api/read"], True, False),
            ("implicit", SCOPES[:2], False, True),
            ("client_credentials", ["api/read"], True, True),
        ):
            oauth = {"AllowedOAuthFlows": [flow], "AllowedOAuthScopes": scopes, "GenerateSecret": has_secret}
            urls = [] if flow == "client_credentials" else [CALLBACK, WITH_QUERY]
            client = copy(world).client(**{**WEB_APP, **oauth, "CallbackURLs": urls})
            client.flow, client.scopes, client.is_open, client.urls = flow, scopes, is_open, urls
            clients.append(client)
        return clients

    def _overhear(self, client: World) -> None:
        """A victim's code, and a refresh token if that takes a secret."""
        asked = self.asked(client, None if client.client_secret else secrets.token_urlsafe(40))
        answers = [self.sign_in(self.theirs, client, [*asked.items()], client.victim) for _ in range(2)]
        unused, code = (sent_back(answer)["code"] for answer in answers)
        self.codes[unused] = (asked, None, 0)
        if client.client_secret:
            ids = [("client_id", client.client_id), ("client_secret", client.client_secret)]
            form = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", CALLBACK), *ids]
            got = self.send(self.theirs, client, "/oauth2/token", form=form).json
            self.refresh_tokens[got["refresh_token"]] = client

    # --- requests, and what can be said of every answer ---

    def asked(self, client: World, verifier: str | None) -> dict[str, str]:
        """What the client honestly asks for."""
        asked = {"client_id": client.client_id, "redirect_uri": CALLBACK, "scope": " ".join(client.scopes)}
        asked.update(state="s", response_type="token" if client.flow == "implicit" else "code")
        if verifier:
            asked.update(code_challenge=challenge_of(verifier), code_challenge_method="S256")
        return asked

    def send(self, browser: Client, client: World, path: str, asked: Any = (), form: Any = None, **more) -> Any:
        root, query = f"/{client.domain}.auth.{client.region}", encoded(asked)
        if form is not None:
            more = {"method": "POST", "data": encoded(form), "content_type": FORM, **more}
        answer = browser.open(root + path, query_string=query, **more)
        self.counts["requests"] += 1
        self.counts[f"{path} {answer.status_code}"] += 1
        headers, where = str(list(answer.headers)), answer.headers.get("Location")
        if answer.status_code >= 500 or "X-Mallory'" in headers or "\\n" in headers:
            self.wrongs.append(f"{path}?{query} {form} {more}: {answer.status_code} {headers}")
        if where is not None and not self.is_registered(where, root, path, asked):
            self.wrongs.append(f"{path}?{query} leads to {where}")
        if answer.mimetype == "text/html" and injected(answer.text):
            self.wrongs.append(f"{path}?{query} {form}: the page has {injected(answer.text)}")
        return answer

    def is_registered(self, where: str, root: str, path: str, asked: Parameters) -> bool:
        if re.fullmatch(rf"(http://localhost)?{root}/\w[!-~]*", where):
            return True
        names = [name for name, _ in asked if name in ("client_id", "redirect_uri", "logout_uri")]
        client, url = self.clients.get(dict(asked).get("client_id", "")), dict(asked).get("redirect_uri", "")
        if client is None or len(names) > len(set(names)):
            return False
        if path == "/logout":
            return where == LOGGED_OUT
        return url in client.urls and bool(re.fullmatch(re.escape(url) + "[?&#][!-~]+", where))

    def sign_in(self, browser: Client, client: World, asked: Parameters, user: World, **other: str) -> Any:
        fields = Page(self.send(browser, client, "/login", asked).text).values
        form = {**fields, "username": user.email, "password": user.password, **other}
        return self.send(browser, client, "/login", asked, [*form.items()])

    def change(self, draw: random.Random, asked: dict[str, str]) -> Parameters:
        """Parameters, some of them missing, there twice, or with another value."""
        kept = {
            "client_id": [*self.clients],
            "redirect_uri": [*ADDRESSES, WITH_QUERY],
            "logout_uri": ADDRESSES,
            "scope": [*SCOPES, " ".join(SCOPES), "openid  email"],
            "code": [*self.codes],
            "code_verifier": [*self.verifiers, *map(challenge_of, self.verifiers)],
            "code_challenge": self.verifiers,
            "code_challenge_method": ["plain", "s256", "none"],
            "response_type": ["code", "token", "id_token", "code token", "none"],
            "grant_type": ["authorization_code", "refresh_token", "client_credentials", "password", "implicit"],
            "refresh_token": [*self.refresh_tokens, *self.api_tokens, *self.access_tokens],
            "token": [*self.refresh_tokens, *self.api_tokens, *self.access_tokens],
        }
        changed = [*asked.items()]
        for _ in range(draw.choice([0, 0, 1, 1, 2])):
            if not changed:
                break
            place = draw.randrange(len(changed))
            name, value = changed[place]
            other = draw.choice(HOSTILE if draw.random() < 0.2 else kept.get(name, HOSTILE))
            ways: Parameters = [
                [(name, value), (name, other)],
                [(name, value + other)],
                [],
                *[[(name, other)]] * 2,
            ]
            changed[place : place + 1] = draw.choice(ways)
        return changed

    # --- what she does ---

    def act(self, draw: random.Random) -> None:
        acts = [self.authorize] * 4 + [self.redeem] * 3 + [self.refresh] * 2 + [self.work, self.show, self.revoke]
        draw.choice([*acts, self.log_out, self.wander])(draw, draw.choice([*self.clients.values()]))

    def authorize(self, draw: random.Random, client: World) -> None:
        verifier, browser = draw.choice([*self.verifiers, None]), draw.choice([self.hers, self.hers, self.theirs])
        asked = self.change(draw, {**self.asked(client, verifier), "nonce": "n", "login_hint": "x"})
        answer = self.send(browser, client, draw.choice(["/oauth2/authorize", "/login"]), asked)
        if browser is self.theirs:
            if draw.random() < 0.1:  # the victim signs in again after an hour
                self.sign_in(browser, client, [*self.asked(client, None).items()], client.victim)
            return
        if answer.status_code == 200 or "/login?" in answer.headers.get("Location", ""):
            other = {draw.choice(["_csrf", "username", "password"]): draw.choice(HOSTILE)}
            answer = self.sign_in(browser, client, asked, client.mine, **(other if draw.random() < 0.2 else {}))
        got = sent_back(answer)
        if "code" in got:
            self.codes[got["code"]] = (dict(asked), verifier, clock.now())
        if "access_token" in got:
            self.judge(client, got, client.flow == "implicit")

    def redeem(self, draw: random.Random, client: World) -> None:
        code = draw.choice([*self.codes][-2:] + [*self.codes][:1])
        asked, verifier, _ = self.codes[code]
        honest = {"code": code, "redirect_uri": asked["redirect_uri"], "client_id": asked["client_id"]}
        honest.update({"code_verifier": verifier} if verifier else {})
        self.get_tokens(draw, client, "authorization_code", honest)

    def refresh(self, draw: random.Random, client: World) -> None:
        token = draw.choice([*self.refresh_tokens])
        client = self.refresh_tokens[token]
        self.get_tokens(draw, client, "refresh_token", {"refresh_token": token, "client_id": client.client_id})

    def work(self, draw: random.Random, client: World) -> None:
        secret = client.client_secret if client.is_open and client.client_secret else "s"
        honest = {"scope": "api/read", "client_id": client.client_id, "client_secret": secret}
        self.get_tokens(draw, client, "client_credentials", honest)

    def get_tokens(self, draw: random.Random, client: World, grant_type: str, honest: dict[str, str]) -> None:
        """Ask for tokens, and judge those that come."""
        client = self.clients[honest.get("client_id", client.client_id)] if draw.random() < 0.9 else client
        form = self.change(draw, {"grant_type": grant_type, **honest})
        answer, sent = self.send(self.hers, client, "/oauth2/token", form=form), dict(form)
        if answer.status_code != 200:
            return
        client, is_due = self.clients[sent["client_id"]], len(sent) == len(form)
        if sent["grant_type"] == "authorization_code":
            asked, _, time = self.codes[sent["code"]]
            proof = challenge_of(sent["code_verifier"]) if "code_verifier" in sent else None
            is_due &= proof == asked.get("code_challenge") and clock.now() < time + 300
            is_due &= all(sent[name] == asked[name] for name in ("client_id", "redirect_uri"))
            is_due &= sent["code"] not in self.used
            self.used.add(sent["code"])
        elif sent["grant_type"] == "refresh_token":
            token = sent["refresh_token"]
            is_due &= self.refresh_tokens.get(token) is client and token not in self.used
        else:
            is_due &= client.flow == "client_credentials" and sent["client_secret"] == client.client_secret
        self.judge(client, answer.json, is_due)

    def judge(self, client: World, got: dict[str, str], is_due: bool) -> None:
        """Whether tokens are due, hers, and only for what the client may ask for."""
        token = claims(got["access_token"])
        is_hers = token["sub"] in self.subs or (client.flow == "client_credentials" and "username" not in token)
        is_allowed = client.is_open and set(token["scope"].split()) <= set(client.scopes)
        if not (is_due and is_hers and is_allowed and token["client_id"] == client.client_id):
            self.wrongs.append(f"tokens for {token['sub']} through a client for {client.flow}, {token['scope']}")
        self.counts[f"tokens: {client.flow}"] += 1
        self.access_tokens.append(got["access_token"])
        if "refresh_token" in got:
            self.refresh_tokens[got["refresh_token"]] = client

    def show(self, draw: random.Random, client: World) -> None:
        token = draw.choice([*self.access_tokens[-5:], *self.api_tokens[:1], *HOSTILE[-2:]])
        header = f"{draw.choice(['Bearer', 'Bearer', 'bearer ', 'Basic', '', 'é'])} {token}"
        answer = self.send(self.hers, client, "/oauth2/userInfo", headers={"Authorization": header})
        is_due = token in self.access_tokens and "openid" in claims(token)["scope"]
        if answer.status_code == 200 and not is_due:
            self.wrongs.append(f"userInfo shows {answer.json}")

    def revoke(self, draw: random.Random, client: World) -> None:
        token = draw.choice([*self.refresh_tokens, *self.api_tokens])
        client = self.refresh_tokens.get(token, client)
        form = self.change(draw, {"token": token, "client_id": client.client_id})
        answer = self.send(self.hers, client, "/oauth2/revoke", form=form)
        if answer.status_code == 200 and form == [("token", token), ("client_id", client.client_id)]:
            self.used.add(token)

    def log_out(self, draw: random.Random, client: World) -> None:
        asked = self.change(draw, {"client_id": client.client_id, "logout_uri": LOGGED_OUT})
        self.send(draw.choice([self.hers, self.theirs]), client, "/logout", asked)

    def wander(self, draw: random.Random, client: World) -> None:
        """To any page, with anything in the address, the form and the headers."""
        asked = {**self.asked(client, None), "error": "e", "error_description": "d", "login_hint": "u"}
        csrf = self.hers.get_cookie("XSRF-TOKEN", path=f"/{client.domain}.auth.{client.region}")
        typed = {"_csrf": csrf.value if csrf else "x", "username": draw.choice(HOSTILE), "password": "Aa1!aaaa"}
        form = self.change(draw, {**typed, draw.choice(["email", "session", "resend", "code"]): "1"})
        header = draw.choice(["Cookie", "Origin", "Referer", "Content-Type", "X-Forwarded-Host", "Authorization"])
        value = re.sub("[\r\n\ud800]", "", draw.choice(HOSTILE + ADDRESSES))
        more = {"headers": {header: value}, "method": draw.choice(["GET", "POST", "POST", "PUT"])}
        self.send(self.hers, client, draw.choice(PAGES), self.change(draw, asked), form, **more)


def test_fuzz_of_a_domain_no_hostile_request_gets_anything(local_cognito, forward, capsys):
    draw, mallory = random.Random(SEED), Mallory(local_cognito.url)
    while mallory.counts["requests"] < CALLS:
        mallory.act(draw)
        assert not mallory.wrongs, f"FUZZ_SEED={SEED}"
        if draw.random() < 0.02:
            forward(200)
    counts = "\n".join(f"{count:7} {what}" for what, count in mallory.counts.most_common())
    with capsys.disabled():
        print(f"\nFUZZ_SEED={SEED}\n{counts}")
    for flow in ("code", "implicit", "client_credentials"):
        assert mallory.counts[f"tokens: {flow}"] >= 10, "the fuzz must reach the inside"
