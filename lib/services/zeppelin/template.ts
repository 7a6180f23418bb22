import { k8s } from 'cdk8s-plus-27';
import { Label } from '../../core/labels';
import { applyOverrides } from '../../core/override';
import type { SecretSource } from '../../core/secrets';
import { UI_PORT } from '../../spark/paths';
import { samePort } from '../spark-server/workload';
import { LIVY_TOKEN_VARIABLE } from './interpreter-json';
import { plainPod, sparkPod, type InterpreterParts } from './interpreter-pods';
import { INTERPRETER_POD_LABEL, interpreterLabels, ZeppelinPort as Port } from './places';
import type { ZeppelinProps } from './props';
import { blank, either, LAUNCHER_VARIABLES, templateText } from './template-text';

/**
 * The template of interpreters: a pod and the Service with its name. Account, images and security stand in it as they are, so that
 * no property of an interpreter chooses others; there is no Role, since the account has its rights already.
 *
 * @see https://zeppelin.apache.org/docs/latest/quickstart/kubernetes.html
 */
export function interpreterTemplate(parts: InterpreterParts, props: ZeppelinProps): string {
  const { livyToken: token, spark } = parts;
  const plain = text(plainPod(parts, props, []));
  const livy = token && text(plainPod(parts, props, [secretVariable(LIVY_TOKEN_VARIABLE, token)]));
  const others = livy === undefined ? plain : either('livy', livy, plain);
  const pods =
    spark === undefined
      ? others
      : either('spark', text(sparkPod(parts, props, spark), spark.app.driver.props.podOverrides), others);
  return `# Rendered by Zeppelin's Kubernetes launcher.\n${pods}---\n${templateText(service(parts))}`;
}

/** The launcher may know CPU and memory, from the properties of the interpreter. */
function text(pod: k8s.KubePodProps, overrides: { readonly [path: string]: unknown } = {}): string {
  const [container] = pod.spec?.containers ?? [];
  const { requests = {}, limits = {} } = container?.resources ?? {};
  const manifest = applyOverrides(k8s.KubePod.manifest(pod) as object, {
    '/spec/containers/0/resources/requests/cpu': blank('cpu'),
    '/spec/containers/0/resources/requests/memory': blank('memory'),
    ...(limits.memory && { '/spec/containers/0/resources/limits/memory': blank('memory') }),
    '/metadata/ownerReferences': blank('owner'),
  });
  const defaults = { cpu: quantity(requests.cpu), memory: quantity(requests.memory) };
  const own = (container?.env ?? []).filter((one) => one !== LAUNCHER_VARIABLES).map(({ name }) => name);
  return templateText(applyOverrides(manifest, overrides), defaults, own);
}

function quantity(amount: k8s.Quantity | undefined): string {
  return String(amount?.value ?? '');
}

function service(parts: InterpreterParts): object {
  const { name, namespace, spark } = parts;
  const ports = {
    intp: Port.INTERPRETER,
    ...(spark && { 'spark-driver': Port.DRIVER, 'spark-block': Port.BLOCK_MANAGER, 'spark-ui': UI_PORT }),
  };
  const manifest = k8s.KubeService.manifest({
    metadata: {
      name: blank('pod'),
      namespace,
      labels: { [Label.MANAGED_BY]: 'zeppelin', ...interpreterLabels(name) },
    },
    spec: {
      clusterIp: 'None',
      publishNotReadyAddresses: true,
      selector: { [INTERPRETER_POD_LABEL]: blank('pod') },
      ports: Object.entries(ports).map(([port, number]) => samePort(port, number)),
    },
  }) as object;
  return applyOverrides(manifest, { '/metadata/ownerReferences': blank('owner') });
}

function secretVariable(name: string, { secretName, key }: SecretSource): k8s.EnvVar {
  return { name, valueFrom: { secretKeyRef: { name: secretName, key } } };
}
