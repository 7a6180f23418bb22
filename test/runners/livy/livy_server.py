"""A Livy server for tests: the batches of Livy's REST interface, without Spark behind them.

Kept: ids, unique names, states, logs that lose their first lines, answers to wrong requests, a state file for recovery.
A batch goes through the steps of a plan, a JSON list in its first argument; each look at the batch is one step:
  {"state": "running", "appId": "spark-1", "log": ["a line"], "exit": true}
"exit" ends this process before it answers, as a crash would. Without a plan a batch starts, runs and succeeds.

/control tells what has happened (GET) and says what goes wrong (POST): {"faults": [{"on": "POST /batches", "do": ...}]}
with "do" one of: an HTTP status, "swallow" (the request is carried out, its answer never comes), "drop" (neither).
{"then": {session: [steps]}} adds to the plan of a batch.
It also plays the API server for one Job and its pods, given as {"job": ..., "pods": ...}.
"""
import argparse
import base64
import json
import os
import re
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FIELDS = {
    "file": str, "proxyUser": str, "className": str, "args": list, "jars": list, "pyFiles": list, "files": list,
    "archives": list, "driverMemory": str, "driverCores": int, "executorMemory": str, "executorCores": int,
    "numExecutors": int, "queue": str, "name": str, "conf": dict,
}
DEFAULT_PLAN = [
    {"state": "starting"},
    {"state": "running", "appId": "spark-1", "log": ["hello"]},
    {"state": "success", "appId": "spark-1", "log": ["good bye"]},
]
ENDED = ("success", "dead", "killed", "error")

parser = argparse.ArgumentParser()
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, default=0)
parser.add_argument("--user", help="name:password of HTTP basic authentication")
parser.add_argument("--token", help="bearer token")
parser.add_argument("--log-size", type=int, default=200)
parser.add_argument("--max-creation", type=int, default=100)
parser.add_argument("--state-file", help="where batches survive a restart; without it they are lost")
OPTIONS = parser.parse_args()

LOCK = threading.RLock()
BATCHES, EVENTS, FAULTS = {}, [], []
WORLD = {"job": None, "pods": [], "next": 0}


class Problem(Exception):
    """Status and message."""


class Silence(Exception):
    """No answer at all."""


def save():
    if OPTIONS.state_file:
        with open(OPTIONS.state_file + ".new", "w") as file:
            json.dump({"next": WORLD["next"], "batches": BATCHES, "job": WORLD["job"]}, file)
        os.replace(OPTIONS.state_file + ".new", OPTIONS.state_file)


def recover():
    if OPTIONS.state_file and os.path.exists(OPTIONS.state_file):
        with open(OPTIONS.state_file) as file:
            saved = json.load(file)
        WORLD["next"], WORLD["job"] = saved["next"], saved["job"]
        for key, batch in saved["batches"].items():
            BATCHES[int(key)] = dict(batch, recovering=batch["state"] not in ENDED)


def create(body):
    for field, value in body.items():
        if field not in FIELDS:
            raise Problem(400, 'Unrecognized field "%s" (class org.apache.livy.server.batch.CreateBatchRequest)' % field)
        if not isinstance(value, FIELDS[field]):
            raise Problem(400, "Cannot deserialize value of %s" % field)
        if FIELDS[field] is list and not all(isinstance(item, str) for item in value):
            raise Problem(400, "Cannot deserialize value of %s" % field)
    if any(not isinstance(value, str) for value in body.get("conf", {}).values()):
        raise Problem(400, "Cannot deserialize value of conf")
    denied = [key for key in body.get("conf", {}) if key.startswith("spark.denied.")]
    if denied:
        raise Problem(400, "Blacklisted configuration values in session config: " + ",".join(denied))
    if not body.get("file"):
        raise Problem(400, "requirement failed: File is required.")
    name = body.get("name")
    if name is not None and name.isdigit():
        raise Problem(400, "Invalid session name: %s" % name)
    if sum(batch["state"] not in ENDED for batch in BATCHES.values()) >= OPTIONS.max_creation:
        raise Problem(400, "Rejected, too many sessions are being created!")
    number = WORLD["next"]
    WORLD["next"] += 1
    if name is not None and any(batch["name"] == name for batch in BATCHES.values()):
        raise Problem(400, "Duplicate session name: Some(%s) for session %d" % (name, number))
    args = body.get("args") or []
    plan = json.loads(args[0]) if args and args[0].startswith("[") else DEFAULT_PLAN
    batch = {"id": number, "name": name, "owner": None, "proxyUser": body.get("proxyUser"), "state": "starting",
             "appId": None, "body": body, "plan": plan, "step": -1, "lines": [], "recovering": False}
    BATCHES[number] = batch
    EVENTS.append("created " + str(name))
    save()
    return batch


def advance(batch):
    if batch["recovering"]:
        batch["recovering"], batch["state"] = False, "recovering"
        return
    if batch["step"] + 1 >= len(batch["plan"]):
        return
    batch["step"] += 1
    step = batch["plan"][batch["step"]]
    batch["state"] = step["state"]
    batch["appId"] = step.get("appId", batch["appId"])
    batch["lines"] += step.get("log", [])
    save()
    if step.get("exit"):
        os._exit(1)


def view(batch):
    app = batch["appId"]
    ui = "http://history/history/%s/jobs/" % app if app else None
    information = {"driverLogUrl": None, "sparkUiUrl": ui, "executorLogUrls": None}
    fields = {key: batch[key] for key in ("id", "name", "owner", "proxyUser", "state", "appId")}
    return dict(fields, appInfo=information, log=log_lines(batch)[-10:])


def log_lines(batch):
    submit = ["spark-submit says %s" % batch["name"]]
    about = ["%s-driver.test:" % batch["name"], "\tphase: " + batch["state"]]
    return (["stdout: "] + batch["lines"][-OPTIONS.log_size:] + ["\nstderr: "] + submit
            + ["\nKubernetes Diagnostics: "] + about)


def log_page(batch, query):
    lines = log_lines(batch)
    start, size = int(query.get("from", ["-1"])[0]), int(query.get("size", ["100"])[0])
    if size < 0:
        size = len(lines)
    if start < 0:
        start = max(0, len(lines) - size)
    return {"id": batch["id"], "from": start, "total": len(lines), "log": lines[start:start + size]}


def of(key):
    for batch in BATCHES.values():
        if str(batch["id"]) == key or (not key.isdigit() and batch["name"] == key):
            return batch
    raise Problem(404, "Session '%s' not found." % key)


def kubernetes(path, query):
    if path.startswith("/apis/batch/v1/"):
        if isinstance(WORLD["job"], int):
            raise Problem(WORLD["job"], "no")
        if WORLD["job"] is None:
            raise Problem(404, "jobs.batch not found")
        return WORLD["job"]
    wanted = dict(part.split("=") for part in query["labelSelector"][0].split(","))
    pods = [pod for pod in WORLD["pods"] if wanted.items() <= pod["metadata"].get("labels", {}).items()]
    return {"items": pods}


def answer(method, path, query, body):
    if path == "/control":
        if method == "POST":
            FAULTS.extend(body.pop("faults", []))
            for name, steps in body.pop("then", {}).items():
                of(name)["plan"] += steps
            WORLD.update(body)
            save()
        return 200, {"events": EVENTS, "batches": [dict(view(b), body=b["body"]) for b in BATCHES.values()]}
    if path.startswith("/api"):
        return 200, kubernetes(path, query)
    match = re.fullmatch(r"/batches(?:/([^/]+))?(/state|/log)?", path)
    if match is None:
        raise Problem(404, None)
    key, part = match.groups()
    if key is None and method == "POST":
        return 201, view(create(body))
    if key is None:
        all_of_them = [view(batch) for batch in BATCHES.values()]
        return 200, {"from": 0, "total": len(all_of_them), "sessions": all_of_them}
    batch = of(urllib.parse.unquote(key))
    if method == "DELETE":
        del BATCHES[batch["id"]]
        EVENTS.append("deleted " + str(batch["name"]))
        save()
        return 200, {"msg": "deleted"}
    if part == "/log":
        return 200, log_page(batch, query)
    advance(batch)
    return 200, {"id": batch["id"], "state": batch["state"]} if part else view(batch)


def allowed(header):
    if OPTIONS.user:
        return header == "Basic " + base64.b64encode(OPTIONS.user.encode()).decode()
    return not OPTIONS.token or header == "Bearer " + OPTIONS.token


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_any(self):
        url = urllib.parse.urlsplit(self.path)
        data = self.body()
        query = urllib.parse.parse_qs(url.query)
        try:
            with LOCK:
                status, result = self.judged(url.path, query, json.loads(data) if data else None)
        except Problem as problem:
            status, text = problem.args
            result = {"msg": text} if text is not None else None
        except Silence:
            time.sleep(600)
            self.close_connection = True
            return
        text = json.dumps(result).encode() if result is not None else b"<html>nothing here</html>"
        self.send_response(status)
        if 300 <= status < 400:
            self.send_header("Location", "/version")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def body(self):
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        data = b""
        while True:
            size = int(self.rfile.readline(), 16)
            data += self.rfile.read(size)
            self.rfile.readline()
            if size == 0:
                return data

    def judged(self, path, query, body):
        is_livy = not path.startswith("/api") and path != "/control"
        if is_livy and not allowed(self.headers.get("Authorization")):
            raise Problem(401, None)
        here = self.command + " " + path
        fault = next((one for one in FAULTS if re.fullmatch(one["on"], here)), None) if path != "/control" else None
        if fault is None:
            return answer(self.command, path, query, body)
        FAULTS.remove(fault)
        EVENTS.append("fault %s on %s" % (fault["do"], here))
        if fault["do"] == "swallow":
            answer(self.command, path, query, body)
            raise Silence()
        if fault["do"] == "drop":
            raise Silence()
        raise Problem(fault["do"], fault.get("msg"))

    do_GET = do_POST = do_DELETE = handle_any

    def log_message(self, *_):
        pass


recover()
SERVER = ThreadingHTTPServer((OPTIONS.host, OPTIONS.port), Handler)
SERVER.daemon_threads = True
print("listening on %d" % SERVER.server_address[1], flush=True)
SERVER.serve_forever()
