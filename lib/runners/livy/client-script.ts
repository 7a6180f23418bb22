/** Name of the program in its ConfigMap. */
export const CLIENT_FILE = 'livy_batch.py';

/** How the program ends, beside 0 for success. The Job reads the codes in its `podFailurePolicy`. */
export const ClientExit = {
  /** The batch failed; another attempt may help. */
  FAILED: 1,
  /** No further attempt can help. */
  FINAL: 3,
  /** The pod has to go, and no attempt is lost by it. */
  HANDED_OVER: 4,
} as const;

/**
 * The program in the pod: posts a batch to Livy and follows it to its end. Python 3.8 or later, standard library only.
 */
export const CLIENT_SCRIPT = String.raw`"""Runs a Spark batch on an Apache Livy server and follows it to its end.

The name of the session is the key to all: it is unique for each Job and attempt, Livy accepts it once, and it is looked
up before and after each request that could submit. Another pod of the same Job goes on where this one stopped.

Ends with 0 for success; 1: the attempt failed; 3: no attempt can succeed; 4: this pod has to go, the Job decides.
"""
import calendar
import json
import os
import re
import signal
import sys
import time
import urllib.parse

from servers import FAILED, FINAL, HANDED_OVER, KUBERNETES, LIVY, PATIENCE, POLL, STOP
from servers import End, Refused, Stopped, Unreachable, get_or_none, patiently, pause, say

DEAD = ("dead", "error", "killed")
HEADS = {"stdout: ": "stdout", "\nstderr: ": "stderr", "\nKubernetes Diagnostics: ": "diagnostics"}
RETRIES = int(os.environ["LIVY_RETRIES"])
NAMESPACE, JOB, UID = os.environ["JOB_NAMESPACE"], os.environ["JOB_NAME"], os.environ["JOB_UID"]


def batch_path(name):
    return "/batches/" + urllib.parse.quote(name, safe="")


def find(name):
    return patiently("Livy", get_or_none, LIVY, batch_path(name))


def get_job():
    return get_or_none(KUBERNETES, "/apis/batch/v1/namespaces/%s/jobs/%s" % (NAMESPACE, JOB))


def session_name(number):
    return "%s-%s-%d" % (JOB, UID[:8], number)


def check_driver(name):
    """Ends the program if a driver of this name is there although Livy does not know it; true while one is going."""
    label = re.sub("-+", "-", name)
    selector = urllib.parse.quote("spark-role=driver,spark-app-name=" + label)
    path = "/api/v1/namespaces/%s/pods?labelSelector=%s" % (NAMESPACE, selector)
    pods = patiently("the API server", KUBERNETES.call, "GET", path)["items"]
    for pod in pods:
        metadata, phase = pod["metadata"], pod.get("status", {}).get("phase")
        text = "driver %s of session %s, which Livy no longer knows, " % (metadata["name"], name)
        if "deletionTimestamp" in metadata:
            return True
        if phase == "Succeeded":
            raise End(0, text + "has succeeded")
        if phase == "Failed":
            raise End(FAILED, text + "has failed")
        raise End(FINAL, text + "still runs: nothing is submitted beside it")
    return False


def submit(name):
    """The batch of this name. It is posted only while neither Livy nor the cluster has one."""
    with open(os.environ["LIVY_BATCH_FILE"]) as file:
        body = dict(json.load(file), name=name)
    since, crowded = None, False
    while True:
        batch = find(name)
        if batch is not None:
            return batch
        if not check_driver(name):
            try:
                batch = LIVY.call("POST", "/batches", body)
                say("submitted as batch %s, session %s" % (batch.get("id"), name))
                return batch
            except Unreachable as error:
                # Livy may have taken it nevertheless; the look-up tells, and Livy itself refuses a second of the name.
                since = since or time.monotonic()
                say("no answer to the submission of session %s (%s)" % (name, error))
                if time.monotonic() - since >= PATIENCE:
                    raise End(FAILED, "Livy has not taken the batch for %g s: %s" % (PATIENCE, error)) from error
            except Refused as error:
                status, text = error.args
                if status == 400 and find(name) is not None:
                    continue
                if status != 400 or "too many sessions" not in text.lower():
                    raise End(FINAL, "Livy refuses the batch with %d: %s" % (status, text)) from error
                if not crowded:
                    say("Livy is busy (%s): waiting for a place" % text)
                crowded = True
        pause(POLL)


class Mirror:
    """Prints each line of a batch's log once. Livy keeps only the last lines, so what was seen is matched to what is there."""

    def __init__(self):
        self.seen = {}
        self.diagnostics = []

    def show(self, lines):
        for section, found in sections(lines).items():
            if section == "diagnostics":
                self.diagnostics = found
                continue
            seen = self.seen.get(section, [])
            kept = overlap(seen, found)
            if seen and found and kept == 0:
                say("some lines of the log may be missing: Livy keeps %d" % len(found))
            for line in found[kept:]:
                print(line, flush=True)
            if found:
                self.seen[section] = found


def sections(lines):
    """Livy's log is the end of the driver's log, the output of spark-submit, and a description of the pods."""
    result, section = {}, "stdout"
    for line in lines:
        if line in HEADS:
            section = HEADS[line]
        else:
            result.setdefault(section, []).append(line)
    return result


def overlap(seen, found):
    """How many lines at the start of found are the last ones of seen."""
    for size in range(min(len(seen), len(found)), 0, -1):
        if seen[-size:] == found[:size]:
            return size
    return 0


def follow(name, batch):
    """Follows a batch until it ends, and ends the program with it."""
    mirror, last = Mirror(), None
    while True:
        state, information = batch["state"], batch.get("appInfo") or {}
        now = (state, batch.get("appId"), information.get("sparkUiUrl"))
        if now != last:
            say("batch %s is %s, application %s, UI %s" % (batch["id"], state, now[1] or "-", now[2] or "-"))
            last = now
        log = patiently("Livy", get_or_none, LIVY, batch_path(name) + "/log?from=0&size=-1")
        if log is not None:
            mirror.show(log["log"])
        if state == "success":
            raise End(0, "batch %s has succeeded" % batch["id"])
        if state in DEAD:
            for line in mirror.diagnostics:
                print(line, flush=True)
            raise End(FAILED, "batch %s has failed: it is %s" % (batch["id"], state))
        pause(POLL)
        batch = find(name)
        if batch is None:
            raise End(FINAL, "Livy no longer knows session %s: it lost its state, or somebody deleted the batch" % name)


def newest(failed):
    """Number and batch of the newest attempt that Livy knows. Failed pods of the Job are attempts, too."""
    for number in range(failed + 1, 0, -1):
        batch = find(session_name(number))
        if batch is not None:
            return number, batch
    return failed, None


def run(names):
    job = patiently("the API server", get_job)
    if job is None or job["metadata"]["uid"] != UID:
        raise End(FINAL, "the Job of this pod is gone")
    number, batch = newest(job.get("status", {}).get("failed", 0))
    if batch is None or batch["state"] in DEAD:
        if batch is not None:
            say("batch %s of attempt %d is %s" % (batch["id"], number, batch["state"]))
        number += 1
        if number > RETRIES + 1:
            raise End(FINAL, "all attempts have failed")
        names.append(session_name(number))
        batch = submit(names[-1])
    else:
        names.append(session_name(number))
        say("going on with batch %s, session %s" % (batch["id"], names[-1]))
    follow(names[-1], batch)


def over():
    """Why the Job is over, or None while it lives on and another pod of it will follow the batch."""
    try:
        job = get_job()
    except Refused as error:
        return "is removed with its rights (%d)" % error.args[0]
    if job is None or job["metadata"]["uid"] != UID or "deletionTimestamp" in job["metadata"]:
        return "is deleted"
    spec, status = job["spec"], job.get("status", {})
    if spec.get("suspend"):
        return "is suspended"
    for condition in status.get("conditions", []):
        if condition["type"] in ("Failed", "FailureTarget", "Complete") and condition["status"] == "True":
            return "is over: %s" % condition.get("reason", condition["type"])
    if "activeDeadlineSeconds" in spec and "startTime" in status:
        start = calendar.timegm(time.strptime(status["startTime"], "%Y-%m-%dT%H:%M:%SZ"))
        # The pod is stopped before the Job says why.
        if time.time() >= start + spec["activeDeadlineSeconds"] - 2:
            return "is over: DeadlineExceeded"
    return None


def insist(what, ask):
    """Asks a few times, since what is left of the pod's life is short; None if nobody answers."""
    for _ in range(5):
        try:
            return ask()
        except Unreachable as error:
            say("%s: no answer (%s)" % (what, error))
        except Refused as error:
            say("%s: %d %s" % (what, error.args[0], error.args[1]))
            # A submission that was not answered may still be on its way.
            if error.args[0] != 404:
                return None
        time.sleep(min(POLL, 2))
    return None


def stop(names):
    """Deletes the batch if the Job is over; leaves it to the next pod otherwise."""
    reason = insist("the Job", over)
    if reason is None:
        raise End(HANDED_OVER, "this pod is stopped but its Job lives on: the next pod follows the batch")
    say("the Job %s" % reason)
    for name in names or [session_name(number) for number in range(1, RETRIES + 2)]:
        if insist("deleting session " + name, lambda: LIVY.call("DELETE", batch_path(name))) is not None:
            say("session %s is deleted" % name)
    raise End(HANDED_OVER, "stopped")


def main():
    names = []
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    signal.signal(signal.SIGTERM, lambda *_: STOP.set())
    signal.signal(signal.SIGINT, lambda *_: STOP.set())
    try:
        try:
            run(names)
        except Stopped:
            stop(names)
    except End as end:
        say(end.args[1])
        sys.exit(end.args[0])


main()
`;
