import { Size } from 'cdk8s';
import { mebibytes } from '../../core/quantities';
import type { ContainerSpec, PodSpecification, VolumeSpec } from '../../kube/pod';
import { onNodes } from '../../scheduling/server-nodes';
import type { MonitoringPartProps } from '../part';

/** User of all exporters: nobody. */
const UID = 65534;

/** A pod of one container. */
export interface ExporterPod {
  readonly container: Omit<ContainerSpec, 'resources'>;
  /** What it asks for, unless the user says. */
  readonly cores: number;
  readonly mebibytes: number;
  /** An account whose token it gets. @default - none, and no token */
  readonly account?: string;
  readonly volumes?: readonly VolumeSpec[];
}

/** The pod of an exporter. It may use more cores than it asks for: throttling breaks scrapes. */
export function exporterPod(pod: ExporterPod, props: MonitoringPartProps): PodSpecification {
  const { cores = pod.cores, memory = Size.mebibytes(pod.mebibytes), imagePullSecrets = [], priority } = props;
  const limit = props.memoryLimit ?? Size.mebibytes(2 * mebibytes(memory));
  const resources = { requests: { cpu: cores, memory }, limits: { memory: limit } };
  return {
    uid: UID,
    ...(pod.account !== undefined && { serviceAccountName: pod.account }),
    containers: [{ ...pod.container, resources }],
    ...(pod.volumes && { volumes: pod.volumes }),
    ...(priority && { priorityClassName: priority.priorityClassName }),
    placement: onNodes(props.nodes),
    imagePullSecrets,
  };
}
