import { apply, kubectl, tryKubectl } from './kubectl';
import type { Manifest } from './manifest';
import { MINUTES } from './wait';

const CURL_TIMED_OUT = 28;

/** A pod that has nothing to do with Spark, from which connections are tried. */
export class Stranger {
  public constructor(
    private readonly name: string,
    private readonly namespace: string,
  ) {}

  public async start(): Promise<void> {
    await apply([this.manifest()]);
    const timeout = `--timeout=${MINUTES / 1000}s`;
    await kubectl(['wait', '--for=condition=Ready', `pod/${this.name}`, '-n', this.namespace, timeout]);
  }

  /** Whether a connection comes about: anything but silence counts, also a refusal. */
  public async reaches(host: string, port: number): Promise<boolean> {
    // The protocol doesn't matter. curl says 28 when no connection comes about in time, and also when a server that took
    // the connection keeps silent: then the time it took to connect is not 0.
    const curl = `curl -k -s -o /dev/null --connect-timeout 4 -m 8 -w '%{time_connect} '`;
    const request = `${curl} telnet://${host}:${port} </dev/null; echo $?`;
    const answer = await tryKubectl(['exec', this.name, '-n', this.namespace, '--', 'sh', '-c', request]);
    const [, connected, code] = /^([\d.]+) (\d+)\s*$/.exec(answer.stdout) ?? [];
    if (code === undefined) throw new Error(`curl in ${this.name} said: ${answer.stdout}${answer.stderr}`);
    return Number(connected) > 0 || Number(code) !== CURL_TIMED_OUT;
  }

  private manifest(): Manifest {
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: this.name, namespace: this.namespace },
      spec: {
        automountServiceAccountToken: false,
        terminationGracePeriodSeconds: 0,
        securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [
          {
            name: 'shell',
            image: 'localhost/busybox:latest',
            imagePullPolicy: 'IfNotPresent',
            command: ['sleep', '3600'],
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
          },
        ],
      },
    };
  }
}
