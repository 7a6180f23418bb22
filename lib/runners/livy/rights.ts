import type { Construct } from 'constructs';
import { AccountRights, serviceAccount, type RbacRule } from '../../kube/rbac';
import { networkPolicy, tcp, TO_DNS } from '../../kube/network-policy';
import { instanceLabels } from '../../spark/labels';
import type { SparkRun } from '../../spark/runner';

/** Label of the pods that speak to Livy; its value is the name of the job. */
export const CLIENT_LABEL = 'cdk8s-spark/livy-client';

/** Name of the client's account, and of all that gives it rights. */
export function clientName(run: SparkRun): string {
  return `${run.name}-livy`;
}

/** What the client asks the API server; nothing is changed. */
export function clientRules(run: SparkRun): readonly RbacRule[] {
  return [
    {
      apiGroups: ['batch'],
      resources: ['jobs'],
      // The Jobs of a schedule have names that only their time tells.
      ...(run.schedule === undefined && { resourceNames: [run.name] }),
      verbs: ['get'],
      because: 'a pod that has to go asks whether its Job is over; attempts are counted there',
    },
    {
      apiGroups: [''],
      resources: ['pods'],
      verbs: ['list'],
      because: 'a driver that Livy has forgotten is still there, and nothing may be submitted beside it',
    },
  ];
}

/** Account, rights and openings of the client. @returns what must be there before its pod. */
export function clientAccess(
  scope: Construct,
  run: SparkRun,
  namespace: string,
  egressPorts: readonly number[],
): Construct[] {
  const account = { name: clientName(run), namespace };
  const labels = instanceLabels(run.name);
  return [
    serviceAccount(scope, 'ClientAccount', account, labels),
    new AccountRights(scope, 'ClientRights', { ...account, account, labels, rules: clientRules(run) }),
    networkPolicy(scope, 'ClientNetwork', {
      ...account,
      pods: { label: CLIENT_LABEL, in: [run.name] },
      ingress: [],
      egress: [TO_DNS, { ports: [tcp(...egressPorts)] }],
    }),
  ];
}
