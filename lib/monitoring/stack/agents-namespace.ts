import { Construct } from 'constructs';
import { privilegedNamespace } from '../../kube/namespace';
import { ALL_PODS, networkPolicy } from '../../kube/network-policy';
import { LogCollection } from '../logs/props';
import type { MonitoringStackProps } from './props';

/** Closed as all namespaces here, but for pods that see their node. */
export class AgentsNamespace extends Construct {
  public readonly namespaceName: string;

  public constructor(scope: Construct, id: string, namespace: string) {
    super(scope, id);
    this.namespaceName = namespace;
    const made = privilegedNamespace(this, 'Namespace', namespace);
    const closed = { name: 'default-deny', namespace, pods: ALL_PODS, ingress: [], egress: [] };
    networkPolicy(this, 'Closed', closed).addDependency(made);
  }
}

/** Whether any pod of a stack must see its node. */
export function needsAgents({ mode, nodeExporter, logs }: MonitoringStackProps): boolean {
  const files = typeof logs === 'object' && logs.collection === LogCollection.HOST_FILES;
  return files || (nodeExporter !== false && mode?._existing === undefined);
}
