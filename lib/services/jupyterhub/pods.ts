import { Size } from 'cdk8s';
import { type k8s } from 'cdk8s-plus-27';
import { cpuQuantity, mebibyteQuantity, mebibytes } from '../../core/quantities';
import type { SecretSource } from '../../core/secrets';
import { restrictedContainer, restrictedPod } from '../../kube/hardening';
import { quantities } from '../../kube/quantities';
import { onNodes } from '../../scheduling/server-nodes';
import { ImagePullPolicy } from '../../spark/image';
import { VERSIONS } from '../../versions';
import { pageProbes } from '../spark-server/workload';
import { DATABASE_DIRECTORY } from './database';
import { CONFIG_DIRECTORY, CONFIG_FILE } from './loader';
import { HubPort, type HubPlaces } from './names';
import type { JupyterHubProps } from './props';
import { PROXY_TOKEN_VARIABLE, secretTraits, variableOf } from './values';

/** The hub's has JupyterHub 5.5.0, KubeSpawner 7.0.0, OAuthenticator 17.4.0 and the culler 1.4.0. */
const { hub: HUB_IMAGE, proxy: PROXY_IMAGE } = VERSIONS.JUPYTERHUB.images;

const HUB_UID = 1000;
const PROXY_UID = 65534;
const PROXY_MIB = 512;

/** The pod of the hub. @param config Name of the ConfigMap. @param claim Name of the claim of its database. */
export function hubPod(
  props: JupyterHubProps,
  places: HubPlaces,
  names: { readonly config: string; readonly claim: string | undefined },
): k8s.PodTemplateSpec {
  const { images = {}, cores = 0.2, memory = Size.gibibytes(1), secrets } = props;
  const { config, claim } = names;
  const data = claim === undefined ? { emptyDir: {} } : { persistentVolumeClaim: { claimName: claim } };
  return template(props, places.hub.selector, {
    uid: HUB_UID,
    serviceAccountName: places.hub.name,
    container: {
      name: 'hub',
      image: images.hub ?? HUB_IMAGE,
      command: ['jupyterhub', '--config', `${CONFIG_DIRECTORY}/${CONFIG_FILE}`],
      workingDir: DATABASE_DIRECTORY,
      env: [
        ...plain({ HOME: '/tmp', PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '1' }),
        ...fromSecrets({
          JPY_COOKIE_SECRET: secrets.cookie,
          [PROXY_TOKEN_VARIABLE]: secrets.proxyToken,
          ...(secrets.cryptKeys && { JUPYTERHUB_CRYPT_KEY: secrets.cryptKeys }),
        }),
        ...fromSecrets(
          Object.fromEntries(Object.entries(secretTraits(props)).map(([trait, source]) => [variableOf(trait), source])),
        ),
      ],
      ports: [{ name: 'http', containerPort: HubPort.HUB, protocol: 'TCP' }],
      ...pageProbes(HubPort.HUB, `${places.base}hub/health`),
      resources: sizes(cores, mebibytes(memory)),
    },
    volumes: [
      { path: CONFIG_DIRECTORY, volume: { name: 'config', configMap: { name: config } } },
      { path: DATABASE_DIRECTORY, volume: { name: 'data', ...data } },
      { path: '/tmp', volume: { name: 'tmp', emptyDir: {} } },
    ],
  });
}

/** The pod of the proxy. Its routes are in memory; the hub brings them again within seconds. */
export function proxyPod(props: JupyterHubProps, places: HubPlaces): k8s.PodTemplateSpec {
  const { images = {}, secrets } = props;
  const { hubUrl, base } = places;
  return template(props, places.proxy.selector, {
    uid: PROXY_UID,
    serviceAccountName: undefined,
    container: {
      name: 'proxy',
      image: images.proxy ?? PROXY_IMAGE,
      command: [
        'configurable-http-proxy',
        '--ip=',
        `--port=${HubPort.PROXY}`,
        '--api-ip=',
        `--api-port=${HubPort.PROXY_API}`,
        `--default-target=${hubUrl}`,
        `--error-target=${hubUrl}${base}hub/error`,
        '--log-level=info',
      ],
      env: [...plain({ HOME: '/tmp' }), ...fromSecrets({ [PROXY_TOKEN_VARIABLE]: secrets.proxyToken })],
      ports: [
        { name: 'http', containerPort: HubPort.PROXY, protocol: 'TCP' },
        { name: 'api', containerPort: HubPort.PROXY_API, protocol: 'TCP' },
      ],
      ...pageProbes(HubPort.PROXY, '/_chp_healthz'),
      resources: sizes(0.1, PROXY_MIB),
    },
    volumes: [{ path: '/tmp', volume: { name: 'tmp', emptyDir: {} } }],
  });
}

interface Server {
  readonly uid: number;
  /** An account whose token the pod gets; undefined for none. */
  readonly serviceAccountName: string | undefined;
  readonly container: k8s.Container;
  readonly volumes: readonly { readonly path: string; readonly volume: k8s.Volume }[];
}

function template(
  { images = {}, nodes, priority }: JupyterHubProps,
  labels: { readonly [key: string]: string },
  { uid, serviceAccountName, container, volumes }: Server,
): k8s.PodTemplateSpec {
  const { pullPolicy = ImagePullPolicy.IF_NOT_PRESENT, pullSecrets = [] } = images;
  return {
    metadata: { labels: { ...labels } },
    spec: {
      ...(serviceAccountName !== undefined && { serviceAccountName }),
      automountServiceAccountToken: serviceAccountName !== undefined,
      enableServiceLinks: false,
      ...(pullSecrets.length > 0 && { imagePullSecrets: pullSecrets.map((name) => ({ name })) }),
      ...(priority && { priorityClassName: priority.priorityClassName }),
      ...onNodes(nodes),
      securityContext: restrictedPod(uid),
      containers: [
        {
          ...container,
          imagePullPolicy: pullPolicy,
          securityContext: restrictedContainer({ readOnlyRootFilesystem: true }),
          volumeMounts: volumes.map(({ path, volume }) => ({
            name: volume.name,
            mountPath: path,
            ...(volume.configMap && { readOnly: true }),
          })),
        },
      ],
      volumes: volumes.map(({ volume }) => volume),
    },
  };
}

function plain(env: { readonly [name: string]: string }): k8s.EnvVar[] {
  return Object.entries(env).map(([name, value]) => ({ name, value }));
}

function fromSecrets(env: { readonly [name: string]: SecretSource }): k8s.EnvVar[] {
  return Object.entries(env).map(([name, { secretName, key }]) => ({
    name,
    valueFrom: { secretKeyRef: { name: secretName, key } },
  }));
}

function sizes(cores: number, mib: number): k8s.ResourceRequirements {
  const memory = mebibyteQuantity(mib);
  return { requests: quantities({ cpu: cpuQuantity(cores), memory }), limits: quantities({ memory }) };
}
