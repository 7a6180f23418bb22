import { Construct } from 'constructs';
import { Label } from '../../core/labels';
import { networkPolicy, tcp, type NetworkPeer, type PolicyRow } from '../../kube/network-policy';
import { AccountRights, type AccountRef } from '../../kube/rbac';
import { SparkLabel } from '../../spark/labels';
import type { ISparkServiceAccount } from '../../spark/placement';
import { callers, serverPolicy } from '../../kube/server-network';
import type { ServerPlace } from '../../kube/server-place';
import type { LivyJobNamespaceOptions } from './props';
import { CLEANUP_RIGHTS, LIVY_JOB_RIGHTS, type LivyRight } from './rights';
import { LIVY_PORT, RSC_PORTS } from './settings';

/** `app.kubernetes.io/component` of the pods by which `SparkRunner.livy()` posts. */
const CLIENT = 'livy-client';

/** Whom a namespace of jobs is opened for. */
export interface JobNamespaceSpec extends LivyJobNamespaceOptions {
  readonly server: ServerPlace;
  readonly cleaner: AccountRef;
  /** Whether Hadoop's tokens are handed on. */
  readonly kerberos: boolean;
}

/**
 * What a server needs for one namespace of jobs: rights and an opening there, and an opening on its own side. What stands
 * in the namespace is made beside the account where that is made here: the chart of a team may wait for that of the
 * server, so the server's must not wait for the team's.
 */
export function openJobNamespace(
  livy: Construct,
  account: ISparkServiceAccount,
  namespace: string,
  spec: JobNamespaceSpec,
): void {
  const { server, cleaner } = spec;
  const home = Construct.isConstruct(account)
    ? new Construct(account, `Livy-${livy.node.path.replaceAll('/', '-')}`)
    : new Construct(livy, `Jobs-${namespace}`);
  const name = `livy-${server.namespace}-${server.name}`;
  const holds = { namespace, labels: { ...server.selector } };
  new AccountRights(home, 'Rights', {
    ...holds,
    name,
    rules: LIVY_JOB_RIGHTS.filter(({ when }) => when === undefined || isAsked(when, spec)),
    account: server,
  });
  new AccountRights(home, 'CleanupRights', {
    ...holds,
    name: `${name}-cleanup`,
    rules: CLEANUP_RIGHTS,
    account: cleaner,
  });
  if (spec.openNetwork !== true) {
    const peers = [{ namespace: server.namespace, podLabels: server.selector }];
    const calls: PolicyRow[] = [{ peers, ports: [tcp(...RSC_PORTS)] }];
    networkPolicy(home, 'Network', {
      name,
      namespace,
      pods: { label: SparkLabel.ROLE, in: ['driver'] },
      ingress: calls,
      egress: calls,
    });
  }
  const drivers: NetworkPeer = { namespace, podLabels: { [SparkLabel.ROLE]: 'driver' } };
  const posters = spec.jobsMayPost === true ? [{ namespace, podLabels: { [Label.COMPONENT]: CLIENT } }] : [];
  serverPolicy(livy, `Network-${namespace}`, {
    name: `${server.name}-jobs-${namespace}`,
    namespace: server.namespace,
    pods: server.selector,
    ingress: [...callers([drivers], ...RSC_PORTS), ...callers(posters, LIVY_PORT)],
    egress: callers([drivers], ...RSC_PORTS),
  });
}

function isAsked(right: NonNullable<LivyRight['when']>, spec: JobNamespaceSpec): boolean {
  return spec[right] === true;
}
