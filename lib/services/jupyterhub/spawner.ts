import { Duration } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-27';
import { Label } from '../../core/labels';
import { mebibytes } from '../../core/quantities';
import type { SecretSource } from '../../core/secrets';
import { restrictedContainer } from '../../kube/hardening';
import { onNodes } from '../../scheduling/server-nodes';
import { ImagePullPolicy } from '../../spark/image';
import { DEFAULT_MEMORY } from './client-mode';
import { HubPort, notebookComponent, PROFILE_LABEL, type HubPlaces } from './names';
import type { NotebookProfile } from './profile';
import type { ProfileParts } from './profile-model';
import { type NotebookStorage } from './storage';

export const NOTEBOOK_UID = 1000;
const NOTEBOOK_GID = 100;

/** Settings of the spawner that all profiles share. */
export function spawnerTraits(places: HubPlaces, storage: NotebookStorage): { [trait: string]: unknown } {
  const { name, namespace, labels } = places;
  return {
    'JupyterHub.spawner_class': 'kubespawner.KubeSpawner',
    'KubeSpawner.namespace': namespace,
    'KubeSpawner.pod_name_template': `${name}-{user_server}`,
    'KubeSpawner.component_label': notebookComponent(name),
    // Homes belong to users: nobody who prunes by our label may find them.
    'KubeSpawner.common_labels': { ...labels, [Label.MANAGED_BY]: 'kubespawner' },
    'KubeSpawner.cmd': ['jupyterhub-singleuser'],
    'KubeSpawner.port': HubPort.NOTEBOOK,
    'KubeSpawner.automount_service_account_token': false,
    'KubeSpawner.allow_privilege_escalation': false,
    'KubeSpawner.container_security_context': {
      capabilities: { drop: ['ALL'] },
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    'KubeSpawner.pod_security_context': {
      runAsNonRoot: true,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    },
    'KubeSpawner.extra_pod_config': { enableServiceLinks: false },
    // A node that is given back would take unsaved work along.
    'KubeSpawner.extra_annotations': {
      'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false',
      'karpenter.sh/do-not-disrupt': 'true',
    },
    'Spawner.default_url': '/lab',
    'Spawner.http_timeout': 120,
    'Spawner.consecutive_failure_limit': 5,
    ...storage._traits(name),
  };
}

/** What the loader makes a profile of. */
export interface ProfileOffer {
  readonly groups: readonly string[];
  readonly profile: { readonly [key: string]: unknown };
}

/** A profile as the spawner takes it. */
export function offerOf(profile: NotebookProfile, parts: ProfileParts, config: string | undefined): ProfileOffer {
  const { name, slug, _props: props } = profile;
  return {
    groups: props.groups ?? [],
    profile: {
      display_name: name,
      slug,
      ...(props.description !== undefined && { description: props.description }),
      ...(props.isDefault === true && { default: true }),
      kubespawner_override: overrideOf(profile, parts, config),
    },
  };
}

function overrideOf(profile: NotebookProfile, parts: ProfileParts, config: string | undefined) {
  const { slug, _props: props } = profile;
  const { cores = 0.5, coreLimit, memory = DEFAULT_MEMORY, nodes, priority, pullSecrets = [] } = props;
  const { uid = NOTEBOOK_UID, gid = NOTEBOOK_GID, startTimeout = Duration.minutes(5) } = props;
  const bytes = mebibytes(memory) * 1024 ** 2;
  const { affinity, tolerations } = onNodes(nodes);
  const mounts = volumesOf(parts, config);
  const { setup, serviceAccountName } = parts;
  return {
    image: props.image,
    image_pull_policy: props.pullPolicy ?? ImagePullPolicy.IF_NOT_PRESENT,
    ...(pullSecrets.length > 0 && { image_pull_secrets: [...pullSecrets] }),
    uid,
    gid,
    fs_gid: gid,
    cpu_guarantee: cores,
    ...(coreLimit !== undefined && { cpu_limit: coreLimit }),
    mem_guarantee: bytes,
    mem_limit: bytes,
    start_timeout: startTimeout.toSeconds(),
    extra_labels: { [PROFILE_LABEL]: slug },
    environment: {
      ...props.env,
      ...(escaped(parts.env) as { [name: string]: string }),
      ...parts.userEnv,
      ...fields(parts.fieldEnv),
      ...secrets({ ...props.secretEnv, ...(setup === undefined && parts.secretEnv) }),
    },
    ...(mounts.length > 0 && {
      volumes: Object.fromEntries(mounts.map(({ volume }) => [volume.name, volume])),
      volume_mounts: Object.fromEntries(
        mounts.flatMap(({ mounts: all }) => all.map((mount) => [mount.mountPath.replace(/\W+/g, '-'), mount])),
      ),
    }),
    ...(setup && {
      init_containers: {
        setup: {
          name: 'setup',
          image: props.image,
          imagePullPolicy: props.pullPolicy ?? ImagePullPolicy.IF_NOT_PRESENT,
          command: escaped(['python3', '-c', setup.script]),
          env: [
            ...Object.values(secrets(parts.secretEnv ?? {})),
            ...Object.entries(setup.userEnv).map(([variable, value]) => ({ name: variable, value })),
          ],
          securityContext: {
            ...restrictedContainer({ readOnlyRootFilesystem: true }),
            runAsUser: uid,
            runAsGroup: gid,
          },
          resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '128Mi' } },
          volumeMounts: mounts.flatMap(({ mounts: all }) => all),
        },
      },
    }),
    ...(serviceAccountName !== undefined && {
      service_account: serviceAccountName,
      automount_service_account_token: true,
    }),
    ...(affinity?.nodeAffinity && {
      node_affinity_required:
        affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [],
      node_affinity_preferred: affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution ?? [],
    }),
    ...(tolerations && { tolerations }),
    ...(priority && { priority_class_name: priority.priorityClassName }),
  };
}

interface Mounted {
  readonly volume: k8s.Volume;
  readonly mounts: readonly k8s.VolumeMount[];
}

/** Each file by itself, so that a directory keeps what the image has in it, and can be written to. */
function volumesOf({ files = [], directories = [], authority }: ParsedParts, config: string | undefined): Mounted[] {
  return [
    ...directories.map((mountPath) => {
      const name = mountPath.replace(/\W+/g, '-').replace(/^-/, '');
      return { volume: { name, emptyDir: {} }, mounts: [{ name, mountPath }] };
    }),
    ...(config === undefined
      ? []
      : [
          {
            volume: { name: 'profile', configMap: { name: config } },
            mounts: files.map(({ key, path }) => ({ name: 'profile', mountPath: path, subPath: key, readOnly: true })),
          },
        ]),
    ...(authority === undefined
      ? []
      : [
          {
            volume: { name: 'authority', configMap: { name: authority.configMapName } },
            mounts: [{ name: 'authority', mountPath: authority.directory, readOnly: true }],
          },
        ]),
  ];
}

type ParsedParts = Pick<ProfileParts, 'files' | 'directories' | 'authority'>;

function fields(env: { readonly [name: string]: string } = {}) {
  return Object.fromEntries(
    Object.entries(env).map(([name, fieldPath]) => [name, { name, valueFrom: { fieldRef: { fieldPath } } }]),
  );
}

function secrets(env: { readonly [name: string]: SecretSource }) {
  return Object.fromEntries(
    Object.entries(env).map(([name, { secretName, key }]) => [
      name,
      { name, valueFrom: { secretKeyRef: { name: secretName, key } } },
    ]),
  );
}

/** The spawner replaces what stands in braces; what is not meant for it has them doubled. */
function escaped(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/[{}]/g, (brace) => brace + brace);
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, escaped(one)]));
}
