/** What the script is told, as JSON beside it. */
export interface Submission {
  /** The API server, as the submitter and spark-submit see it. */
  readonly api: string;
  /** Directory with the account's token and the cluster's certificate. */
  readonly account: string;
  /** The program that submits. */
  readonly sparkSubmit: string;
  /** First part of the names of the drivers; the run and the attempt follow. */
  readonly stem: string;
  /** The container of the driver whose log and exit code are the job's. */
  readonly container: string;
  /** Labels by which the drivers of a run are found again, and their attempt. */
  readonly runLabel: string;
  readonly attemptLabel: string;
  /** Attempts after the first. */
  readonly retries: number;
  /** Seconds for all attempts together; none if absent. */
  readonly deadline?: number | undefined;
  /** Class with `main`; absent where the main file tells. */
  readonly mainClass?: string | undefined;
  readonly main: string;
  readonly args: readonly string[];
  /** Exit code that says: told to stop, and the driver goes on. */
  readonly stopped: number;
  /** Seconds after which a refusal counts as one, and a driver without its ConfigMap as cut off. */
  readonly patience: number;
}

/**
 * The program of the submitter: Python without packages, since Spark's own images have nothing else that speaks HTTP.
 * Whatever happens to its pod, there is one driver for each attempt: the driver's name follows from run and attempt, and
 * a driver that is there already is followed rather than submitted again.
 */
export const FOLLOW_SCRIPT = `"""Submits a Spark application in cluster mode, follows its driver's log, and ends as the driver ends."""
import collections, datetime, http.client, json, os, re, signal, ssl, subprocess, sys, time
import urllib.error, urllib.parse, urllib.request

HERE, SCRATCH = sys.argv[1], os.environ.get('TMPDIR', '/tmp')
with open(HERE + '/submission.json') as file:
    JOB = json.load(file)
NAME, UID, NAMESPACE = (os.environ[key] for key in ('JOB_NAME', 'JOB_UID', 'NAMESPACE'))
CORE = '/api/v1/namespaces/' + NAMESPACE
PATIENCE, SILENCE = JOB['patience'], 120
NETWORK = (OSError, ValueError, http.client.HTTPException)


def say(text):
    print('spark-submit job: ' + text, file=sys.stderr, flush=True)


def call(path, query={}, method='GET', timeout=30):
    with open(JOB['account'] + '/token') as file:
        token = file.read().strip()
    trust = ssl.create_default_context(cafile=JOB['account'] + '/ca.crt') if JOB['api'].startswith('https') else None
    url = JOB['api'] + CORE + path + ('?' + urllib.parse.urlencode(query) if query else '')
    request = urllib.request.Request(url, method=method, headers={'Authorization': 'Bearer ' + token})
    handlers = [urllib.request.ProxyHandler({})] + ([urllib.request.HTTPSHandler(context=trust)] if trust else [])
    return urllib.request.build_opener(*handlers).open(request, timeout=timeout)


def ask(path, query={}, method='GET'):
    """The API server's answer; None where there is no such object. The server may be away for a while, the driver is not."""
    begun = time.monotonic()
    while True:
        try:
            with call(path, query, method) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code == 404:
                return None
            text = '%s %s: %s %s' % (method, path, error.code, words(error))
            if error.code in (400, 401, 403, 405, 422) and time.monotonic() - begun > PATIENCE:
                sys.exit('spark-submit job: ' + text)
        except NETWORK as error:
            text = '%s %s: %s' % (method, path, error)
        say(text)
        time.sleep(2)


def words(error):
    try:
        return error.read(400).decode(errors='replace')
    except NETWORK:
        return ''


def field(thing, path):
    for key in path.split('.'):
        thing = (thing or {}).get(key)
    return thing


def selected(label):
    return ask('/pods', {'labelSelector': label + '=' + UID})['items']


def attempt_of(pod):
    return int(field(pod, 'metadata.labels')[JOB['attemptLabel']])


class Log:
    """The driver's log, each line once, however often the connection breaks."""

    def __init__(self, name):
        self.path = '/pods/' + name + '/log'
        self.recent = collections.OrderedDict()  # the last two seconds with lines: second -> count of each line

    def copy(self, follow):
        """Whether all that there is has been written. Lines come with their time; the server starts at a whole second."""
        query = {'container': JOB['container'], 'timestamps': 'true', 'follow': 'true' if follow else 'false'}
        if self.recent:
            query['sinceTime'] = next(iter(self.recent))
        known = sum(self.recent.values(), collections.Counter())
        try:
            with call(self.path, query, timeout=SILENCE) as lines:
                for line in lines:
                    if follow and not line.endswith(b'\\n'):
                        return False  # cut off: it comes again, whole
                    if known[line] > 0:
                        known[line] -= 1
                        continue
                    self.write(line)
            return True
        except urllib.error.HTTPError as error:
            say('log of the driver: %s' % error)
        except NETWORK:
            pass
        return False

    def write(self, line):
        stamp, _, text = line.partition(b' ')
        second = re.sub(r'[.]\\d+', '', stamp.decode())
        sys.stdout.buffer.write(text)
        sys.stdout.buffer.flush()
        if second not in self.recent and len(self.recent) > 1 and second < next(iter(self.recent)):
            return
        self.recent.setdefault(second, collections.Counter())[line] += 1
        while len(self.recent) > 2:
            self.recent.pop(min(self.recent))


def container_of(pod):
    states = field(pod, 'status.containerStatuses') or []
    return next((one['state'] for one in states if one['name'] == JOB['container']), {})


def outcome(pod):
    """The exit code of the driver, or None while it goes on."""
    phase, end = field(pod, 'status.phase'), container_of(pod).get('terminated')
    reason = '%s %s' % (field(pod, 'status.reason') or '', field(pod, 'status.message') or '')
    if end is None:
        if phase not in ('Succeeded', 'Failed'):
            return None
        return (0, '') if phase == 'Succeeded' else (1, reason)
    # Evicted, or beyond its deadline: a driver that was told to go may go with 0, and has not succeeded.
    if end['exitCode'] == 0 and phase == 'Failed' and field(pod, 'status.reason'):
        return 1, reason
    return end['exitCode'], end.get('reason', '')


def cut_off(pod):
    """Whether a submission ended between the driver and the last of its objects, the ConfigMap it waits for."""
    for volume in field(pod, 'spec.volumes') or []:
        if volume['name'] == 'spark-conf-volume-driver':
            return ask('/configmaps/' + volume['configMap']['name']) is None
    return False


def follow(name):
    """The exit code of a driver; None if it was cut off and has been taken back."""
    log, begun, looked = Log(name), time.monotonic(), 0
    while True:
        pod = ask('/pods/' + name)
        if pod is None:
            say('driver %s was deleted before its end' % name)
            return 1
        end, state = outcome(pod), container_of(pod)
        if 'running' in state or 'terminated' in state:
            for _ in range(5 if end else 1):
                if log.copy(follow=end is None):
                    break
        if end is not None:
            code, reason = end
            say('driver %s ended with %d %s' % (name, code, reason))
            return 1 if code == JOB['stopped'] else code
        now = time.monotonic()
        if not state.get('running') and now - begun > PATIENCE and now - looked > 10:
            looked = now
            if cut_off(pod):
                say('driver %s was never completed: it is taken back' % name)
                ask('/pods/' + name, {'gracePeriodSeconds': 0}, 'DELETE')
                while ask('/pods/' + name) is not None:
                    time.sleep(1)
                return None
        time.sleep(1)


def since_start():
    pods = selected('batch.kubernetes.io/controller-uid') + selected(JOB['runLabel'])
    births = [field(pod, 'metadata.creationTimestamp') for pod in pods]
    first = datetime.datetime.strptime(min(births), '%Y-%m-%dT%H:%M:%SZ').replace(tzinfo=datetime.timezone.utc)
    return (datetime.datetime.now(datetime.timezone.utc) - first).total_seconds()


def template(attempt):
    """The driver's template, owned by the Job: with it the driver goes, and with the driver all that it made."""
    with open(HERE + '/driver-template.json') as file:
        pod = json.load(file)
    metadata = pod.setdefault('metadata', {})
    metadata.setdefault('labels', {}).update({JOB['runLabel']: UID, JOB['attemptLabel']: str(attempt)})
    owner = {'apiVersion': 'batch/v1', 'kind': 'Job', 'name': NAME, 'uid': UID, 'controller': False}
    metadata['ownerReferences'] = [owner]
    if JOB.get('deadline') is not None:
        pod['spec']['activeDeadlineSeconds'] = max(1, int(JOB['deadline'] - since_start()))
    path = SCRATCH + '/driver-template.json'
    with open(path, 'w') as file:
        json.dump(pod, file)
    return path


def submit(attempt):
    """The name of the driver of this attempt, made now or by another submitter a moment ago."""
    name = '%s-%s-%d-driver' % (JOB['stem'], UID[:8], attempt)
    conf = {
        'spark.kubernetes.namespace': NAMESPACE,
        'spark.kubernetes.driver.pod.name': name,
        'spark.kubernetes.driver.podTemplateFile': template(attempt),
    }
    command = [JOB['sparkSubmit'], '--master', 'k8s://' + JOB['api'], '--deploy-mode', 'cluster']
    command += ['--properties-file', HERE + '/spark.properties']
    for key in conf:
        command += ['--conf', key + '=' + conf[key]]
    if JOB.get('mainClass'):
        command += ['--class', JOB['mainClass']]
    environment = {key: value for key, value in os.environ.items() if key != 'HADOOP_CONF_DIR'}
    stop.submitting = True
    code = subprocess.run(command + [JOB['main']] + JOB['args'], env=environment).returncode
    stop.submitting = False
    if stop.asked:
        sys.exit(JOB['stopped'])
    if code != 0 and ask('/pods/' + name) is None:
        say('spark-submit ended with %d' % code)
        sys.exit(code if 0 < code < 256 and code != JOB['stopped'] else 1)
    return name


def stop(*_):
    """Told to go: the driver stays, and the next submitter follows it. A submission is finished first."""
    stop.asked = True
    if not stop.submitting:
        sys.exit(JOB['stopped'])


def main():
    stop.asked = stop.submitting = False
    signal.signal(signal.SIGTERM, stop)
    code = None
    while code is None:
        drivers = sorted(selected(JOB['runLabel']), key=attempt_of)
        last = drivers[-1] if drivers else None
        end = last and outcome(last)
        if last and not (end and end[0] != 0 and len(drivers) <= JOB['retries']):
            say('following driver %s' % last['metadata']['name'])
            code = follow(last['metadata']['name'])
        else:
            code = follow(submit(attempt_of(last) + 1 if last else 1))
    sys.exit(code)


main()
`;
