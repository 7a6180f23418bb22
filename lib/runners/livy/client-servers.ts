/** Name of the module in its ConfigMap. */
export const SERVERS_FILE = 'servers.py';

/** Module `servers` of the program in the pod: HTTP, credentials, patience. Python 3.8 or later, standard library only. */
export const SERVERS_SCRIPT = String.raw`"""The servers that the program speaks to, and how patient it is with them."""
import base64
import http.client
import json
import os
import ssl
import threading
import time
import urllib.error
import urllib.request

FAILED, FINAL, HANDED_OVER = 1, 3, 4

env = os.environ
POLL = float(env["LIVY_POLL_SECONDS"])
PATIENCE = float(env["LIVY_PATIENCE_SECONDS"])
REQUEST = float(env.get("LIVY_REQUEST_SECONDS", "30"))
ACCOUNT = env.get("ACCOUNT_DIRECTORY", "/var/run/secrets/kubernetes.io/serviceaccount")
STOP = threading.Event()


class End(Exception):
    """The end of the program: exit code and reason."""


class Stopped(Exception):
    """The pod has to go."""


class Refused(Exception):
    """An answer of 4xx, or one that sends elsewhere: status and message."""


class Unreachable(Exception):
    """No answer, or none that counts: timeouts, refused connections, 5xx."""


def say(text):
    print("[livy] " + text, flush=True)


def pause(seconds):
    if STOP.wait(seconds):
        raise Stopped()


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows nobody elsewhere: Python would take the credentials along, and make a GET of a POST."""

    def redirect_request(self, *_):
        return None


class Server:
    """A server that speaks JSON."""

    def __init__(self, url, ca_file, headers):
        self.url, self.headers = url, headers
        context = ssl.create_default_context(cafile=ca_file)
        handlers = [urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context), Stay()]
        self.opener = urllib.request.build_opener(*handlers)

    def call(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        headers = dict(self.headers(), **{"Content-Type": "application/json", "X-Requested-By": "cdk8s-spark"})
        request = urllib.request.Request(self.url + path, data=data, headers=headers, method=method)
        try:
            with self.opener.open(request, timeout=REQUEST) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            raise self.failure(error) from error
        except urllib.error.URLError as error:
            if isinstance(error.reason, ssl.SSLCertVerificationError):
                raise End(FINAL, "the certificate of %s is not trusted: %s" % (self.url, error.reason)) from error
            raise Unreachable(str(error.reason)) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise Unreachable("%s: %s" % (type(error).__name__, error)) from error

    def failure(self, error):
        try:
            text = error.read().decode("utf-8", "replace").strip()
        except (OSError, http.client.HTTPException):
            text = ""
        try:
            answer = json.loads(text)
            text = answer.get("msg") or answer.get("message") or text
            spoken = True
        except (ValueError, AttributeError):
            spoken = False
        # A 404 in somebody else's words comes from a proxy, and says nothing about batches.
        if error.code >= 500 or error.code in (408, 429) or (error.code == 404 and not spoken):
            return Unreachable("HTTP %d %s" % (error.code, text[:200]))
        if 300 <= error.code < 400:
            text = "the answer lies elsewhere, at %s" % error.headers.get("Location", "no address")
        return Refused(error.code, text[:2000])


def livy_headers():
    if "LIVY_TOKEN" in env:
        return {"Authorization": "Bearer " + env["LIVY_TOKEN"].strip()}
    if "LIVY_USERNAME" in env:
        pair = env["LIVY_USERNAME"] + ":" + env.get("LIVY_PASSWORD", "").rstrip("\n")
        return {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}
    return {}


def account_headers():
    with open(os.path.join(ACCOUNT, "token")) as file:
        return {"Authorization": "Bearer " + file.read().strip()}


LIVY = Server(env["LIVY_URL"], env.get("LIVY_CA_FILE"), livy_headers)
ACCOUNT_CA = os.path.join(ACCOUNT, "ca.crt")
KUBERNETES = Server(
    env.get("KUBERNETES_API", "https://kubernetes.default.svc"),
    ACCOUNT_CA if os.path.exists(ACCOUNT_CA) else None,
    account_headers,
)


def patiently(who, ask, *args):
    """What ask answers, however long the server is away, up to the patience."""
    since = None
    while True:
        try:
            answer = ask(*args)
            if since is not None:
                say("%s answers again" % who)
            return answer
        except Unreachable as error:
            now = time.monotonic()
            if since is None:
                since = now
                say("%s does not answer (%s); trying for %g s" % (who, error, PATIENCE))
            if now - since >= PATIENCE:
                raise End(FAILED, "%s has not answered for %g s: %s" % (who, PATIENCE, error)) from error
        except Refused as error:
            status, text = error.args
            raise End(FINAL, "%s refuses with %d: %s" % (who, status, text)) from error
        pause(POLL)


def get_or_none(server, path):
    try:
        return server.call("GET", path)
    except Refused as error:
        if error.args[0] == 404:
            return None
        raise
`;
