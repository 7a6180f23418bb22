import type { ApiObjectProps } from 'cdk8s';
import type { Construct } from 'constructs';
import { k8s } from 'cdk8s-plus-27';
import { KubeObject } from '../kube/object';
import { instanceLabels, SparkLabel } from '../spark/labels';
import { BLOCK_MANAGER_PORT, CONNECT_PORT, DRIVER_PORT, UI_PORT } from '../spark/paths';
import type { SparkRun } from '../spark/runner';

/** Names of the Services of a run. */
export function serviceNames(run: SparkRun): { readonly driver: string; readonly ui: string } {
  return { driver: `${run.name}-driver-svc`, ui: `${run.name}-ui-svc` };
}

/** The headless Service by which executors find the driver. */
export function driverService(scope: Construct, run: SparkRun): KubeObject {
  const connect = run.application.image.version.traits.connectPort;
  return service(scope, run, 'DriverService', serviceNames(run).driver, {
    clusterIp: 'None',
    // Executors connect before anything declares the driver ready.
    publishNotReadyAddresses: true,
    ports: [
      port('driver-rpc-port', DRIVER_PORT),
      port('blockmanager', BLOCK_MANAGER_PORT),
      port('spark-ui', UI_PORT),
      ...(connect ? [{ ...port('spark-connect', CONNECT_PORT), appProtocol: 'grpc' }] : []),
    ],
  });
}

/** The Service of the driver's UI, for port-forwarding and ingress. */
export function uiService(scope: Construct, run: SparkRun): KubeObject {
  return service(scope, run, 'UiService', serviceNames(run).ui, { ports: [port('spark-ui', UI_PORT)] });
}

function service(scope: Construct, run: SparkRun, id: string, name: string, spec: k8s.ServiceSpec): KubeObject {
  const { namespace } = run.application.serviceAccount;
  return new KubeObject(
    scope,
    id,
    k8s.KubeService.manifest({
      metadata: { name, ...(namespace !== undefined && { namespace }), labels: instanceLabels(run.name) },
      spec: { ...spec, selector: { ...instanceLabels(run.name), [SparkLabel.ROLE]: 'driver' } },
    }) as ApiObjectProps,
  );
}

function port(name: string, number: number): k8s.ServicePort {
  return { name, port: number, targetPort: k8s.IntOrString.fromNumber(number), protocol: 'TCP' };
}
