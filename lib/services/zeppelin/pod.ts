import type { k8s } from 'cdk8s-plus-27';
import { cpuQuantity, mebibyteQuantity, mebibytes } from '../../core/quantities';
import type { SecretSource } from '../../core/secrets';
import { restrictedContainer, restrictedPod } from '../../kube/hardening';
import { quantities } from '../../kube/quantities';
import { onNodes } from '../../scheduling/server-nodes';
import { fieldEnv } from '../../spark/pod-parts';
import { pageProbes } from '../spark-server/workload';
import { ZEPPELIN_UID, ZeppelinPath as Path, ZeppelinPort as Port } from './places';
import type { ZeppelinProps } from './props';
import { KNOX_KEY_PATH, SHIRO_PASSWORD_VARIABLE, shiroPassword } from './shiro';

/** What the server's pod has from the rest. */
export interface ServerParts {
  readonly image: string;
  readonly account: string;
  /** ConfigMap with interpreter.json, the template, and shiro.ini where it has no secret in it. */
  readonly config: string;
  /** Variables with settings. */
  readonly environment: { readonly [name: string]: string };
  readonly claim: string;
  readonly heapMib: number;
  readonly hasIni: boolean;
  /** Path before all pages. */
  readonly base: string;
  readonly labels: { readonly [key: string]: string };
}

/** Names of files in the ConfigMap. */
export const ZeppelinFile = {
  INTERPRETERS: 'interpreter.json',
  TEMPLATE: '100-interpreter-spec.yaml',
  SHIRO: 'shiro.ini',
} as const;

/** Folder whose directory `interpreter` has the template. The file alone is mounted: of a whole ConfigMap the launcher takes hidden copies for templates. */
export const TEMPLATE_DIRECTORY = `${Path.ETC}/k8s`;

const SETTINGS = `${Path.STATE}/conf/${ZeppelinFile.INTERPRETERS}`;
const SEED = `${Path.ETC}/${ZeppelinFile.INTERPRETERS}`;
const WRITABLE: { readonly [volume: string]: string } = {
  tmp: '/tmp',
  logs: `${Path.HOME}/logs`,
  run: `${Path.HOME}/run`,
  'local-repo': `${Path.HOME}/local-repo`,
};
/** The JVM beside its heap: classes, threads, buffers of WebSockets. */
const OVERHEAD_MIB = 512;
const OVERHEAD_FACTOR = 0.25;

/** Heap of the server in MiB. */
export function heapMib({ memory }: ZeppelinProps): number {
  return memory === undefined ? 1024 : Math.round(mebibytes(memory));
}

/** The pod of the server. */
export function zeppelinPod(parts: ServerParts, props: ZeppelinProps): k8s.PodTemplateSpec {
  const { imagePullSecrets = [], priority, writableRootFilesystem = false } = props;
  const { knox, ini } = props.authentication._kind;
  const writable = Object.entries(writableRootFilesystem ? {} : WRITABLE);
  const state = { name: 'state', mountPath: Path.STATE };
  return {
    metadata: { labels: { ...parts.labels } },
    spec: {
      serviceAccountName: parts.account,
      automountServiceAccountToken: true,
      // A Service called zeppelin would put its own ZEPPELIN_PORT, an URL, into every pod.
      enableServiceLinks: false,
      ...(imagePullSecrets.length > 0 && { imagePullSecrets: imagePullSecrets.map((name) => ({ name })) }),
      ...(priority && { priorityClassName: priority.priorityClassName }),
      ...onNodes(props.nodes),
      securityContext: restrictedPod(ZEPPELIN_UID),
      initContainers: [seed(parts, props)],
      containers: [
        {
          name: 'zeppelin',
          image: parts.image,
          imagePullPolicy: 'IfNotPresent',
          args: [`${Path.HOME}/bin/zeppelin.sh`],
          env: environment(parts, props),
          ports: [port('http', Port.HTTP), port('rpc', Port.RPC)],
          resources: resources(parts, props),
          ...pageProbes(Port.HTTP, `${parts.base}/health/readiness`),
          livenessProbe: { ...pageProbes(Port.HTTP, `${parts.base}/health/liveness`).livenessProbe },
          securityContext: restrictedContainer({ readOnlyRootFilesystem: !writableRootFilesystem }),
          volumeMounts: [
            state,
            file(ZeppelinFile.TEMPLATE, `${TEMPLATE_DIRECTORY}/interpreter/${ZeppelinFile.TEMPLATE}`),
            ...(parts.hasIni ? [file(ZeppelinFile.SHIRO, `${Path.HOME}/conf/${ZeppelinFile.SHIRO}`)] : []),
            ...(ini
              ? [
                  {
                    name: 'shiro',
                    mountPath: `${Path.HOME}/conf/${ZeppelinFile.SHIRO}`,
                    subPath: ini.key,
                    readOnly: true,
                  },
                ]
              : []),
            ...(knox ? [{ name: 'knox', mountPath: KNOX_KEY_PATH, subPath: knox.publicKey.key, readOnly: true }] : []),
            ...writable.map(([name, mountPath]) => ({ name, mountPath })),
          ],
        },
      ],
      volumes: [
        { name: 'state', persistentVolumeClaim: { claimName: parts.claim } },
        { name: 'files', configMap: { name: parts.config, defaultMode: 0o444 } },
        ...(ini ? [secret('shiro', ini)] : []),
        ...(knox ? [secret('knox', knox.publicKey)] : []),
        ...writable.map(([name]) => ({ name, emptyDir: {} })),
      ],
    },
  };
}

/** What is declared goes over what was there, unless changes are to stay. */
function seed({ image }: ServerParts, { keepInterpreterChanges = false }: ZeppelinProps): k8s.Container {
  const copy = `cp ${SEED} ${SETTINGS} && chmod u+w ${SETTINGS}`;
  const keep = `{ [ -e ${SETTINGS} ] || { ${copy}; }; }`;
  return {
    name: 'settings',
    image,
    imagePullPolicy: 'IfNotPresent',
    command: [
      'sh',
      '-c',
      `mkdir -p ${Path.STATE}/conf ${Path.STATE}/notebook && ${keepInterpreterChanges ? keep : copy}`,
    ],
    resources: {
      requests: quantities({ cpu: '10m', memory: '32Mi' }),
      limits: quantities({ memory: '32Mi' }),
    },
    securityContext: restrictedContainer({ readOnlyRootFilesystem: true }),
    volumeMounts: [{ name: 'state', mountPath: Path.STATE }, file(ZeppelinFile.INTERPRETERS, SEED)],
  };
}

function environment(parts: ServerParts, props: ZeppelinProps): k8s.EnvVar[] {
  const { accessKeyId, secretAccessKey } = props.notes?._bucket ?? {};
  const password = shiroPassword(props.authentication._kind);
  const secrets: { readonly [name: string]: SecretSource | undefined } = {
    [SHIRO_PASSWORD_VARIABLE]: password,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
  return [
    // The launcher makes this pod the owner of its interpreters.
    fieldEnv('POD_NAME', 'metadata.name'),
    fieldEnv('POD_UID', 'metadata.uid'),
    ...Object.entries(parts.environment).map(([name, value]) => ({ name, value })),
    ...Object.entries(secrets).flatMap(([name, source]) =>
      source === undefined ? [] : [{ name, valueFrom: { secretKeyRef: { name: source.secretName, key: source.key } } }],
    ),
  ];
}

function resources({ heapMib: heap }: ServerParts, { cores = 0.5 }: ZeppelinProps): k8s.ResourceRequirements {
  const memory = mebibyteQuantity(heap + Math.max(OVERHEAD_MIB, Math.ceil(heap * OVERHEAD_FACTOR)));
  return { requests: quantities({ cpu: cpuQuantity(cores), memory }), limits: quantities({ memory }) };
}

function file(name: string, mountPath: string): k8s.VolumeMount {
  return { name: 'files', mountPath, subPath: name, readOnly: true };
}

function secret(name: string, { secretName, key }: SecretSource): k8s.Volume {
  return { name, secret: { secretName, items: [{ key, path: key }], defaultMode: 0o440 } };
}

function port(name: string, containerPort: number): k8s.ContainerPort {
  return { name, containerPort, protocol: 'TCP' };
}
