import type { PodSpecification, VolumeSpec } from '../../kube/pod';
import { mebibytes } from '../../core/quantities';
import { onNodes } from '../../scheduling/server-nodes';
import { VERSIONS } from '../../versions';
import type { GrafanaDataSource } from './data-source';
import { GrafanaDatabase } from './database';
import type { GrafanaProps } from './props';
import { dashboardFile, type DashboardFolder } from './provisioning';
import { DASHBOARDS_PATH, GRAFANA_PORT, grafanaSecrets, memoryOf, SEARCH_PATH } from './settings';

/** The user of Grafana's image. */
const GRAFANA_UID = 472;

/** Files of the configuration, by key of its ConfigMap. */
export const CONFIG_FILES = {
  'grafana.ini': 'grafana.ini',
  'datasources.yaml': 'provisioning/datasources/datasources.yaml',
  'dashboards.yaml': 'provisioning/dashboards/dashboards.yaml',
} as const;

/** What the pods are made of, beside the props. */
export interface GrafanaPod {
  readonly name: string;
  readonly dataSources: readonly GrafanaDataSource[];
  readonly folders: readonly DashboardFolder[];
}

/** Name of the ConfigMap of a dashboard. */
export function dashboardMap(name: string, uid: string): string {
  return `${name}-dashboard-${uid.toLowerCase().replaceAll('_', '-')}`;
}

/** The pods. Their account has no token. */
export function grafanaPod(props: GrafanaProps, pod: GrafanaPod): PodSpecification {
  const { priority, imagePullSecrets = [] } = props;
  const { memory, limit } = memoryOf(props);
  return {
    uid: GRAFANA_UID,
    containers: [
      {
        name: 'grafana',
        image: props.image ?? VERSIONS.GRAFANA.images.server,
        // The collector of garbage begins to work before the kernel ends the process.
        env: { GOMEMLIMIT: `${Math.floor(mebibytes(limit) * 0.9)}MiB` },
        secretEnv: grafanaSecrets(props, pod.dataSources),
        ports: { http: GRAFANA_PORT },
        probe: { path: '/api/health', port: GRAFANA_PORT, startSeconds: 300 },
        resources: { requests: { cpu: props.cores ?? 0.1, memory }, limits: { memory: limit } },
      },
    ],
    volumes: volumes(props, pod),
    placement: onNodes(props.nodes),
    imagePullSecrets,
    ...(priority && { priorityClassName: priority.priorityClassName }),
  };
}

function volumes({ database = GrafanaDatabase.sqlite() }: GrafanaProps, { name, folders }: GrafanaPod): VolumeSpec[] {
  const items = Object.entries(CONFIG_FILES).map(([key, path]) => ({ key, path }));
  const empty = (volume: string, mountPath: string): VolumeSpec => ({
    name: volume,
    source: { emptyDir: {} },
    mountPath,
  });
  return [
    { name: 'config', source: { configMap: { name, items } }, mountPath: '/etc/grafana' },
    ...folders.map(({ slug, dashboards }) => ({
      name: `dashboards-${slug}`,
      source: {
        projected: {
          sources: dashboards.map(({ uid }) => ({
            configMap: {
              name: dashboardMap(name, uid),
              items: [{ key: dashboardFile(uid), path: dashboardFile(uid) }],
            },
          })),
        },
      },
      mountPath: `${DASHBOARDS_PATH}/${slug}`,
    })),
    ...database._volumes(name),
    empty('search', SEARCH_PATH),
    empty('logs', '/var/log/grafana'),
    empty('tmp', '/tmp'),
  ];
}
