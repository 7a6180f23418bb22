import { mebibytes } from '../../core/quantities';
import { Size } from 'cdk8s';
import type { SecretSource } from '../../core/secrets';
import { merged, type Ini } from './ini';
import type { GrafanaDataSource } from './data-source';
import { GrafanaAuthentication } from './authentication';
import { GrafanaDatabase } from './database';
import type { GrafanaProps } from './props';

export const GRAFANA_PORT = 3000;
/** A folder of dashboards is a directory below. */
export const DASHBOARDS_PATH = '/etc/grafana-dashboards';
/** Its index belongs to one pod, wherever the data are. */
export const SEARCH_PATH = '/var/lib/grafana-search';

/** What never follows from a property: no calls to the outside, no way around the sign-on, and answers to Prometheus. */
const ALWAYS: Ini = {
  analytics: {
    check_for_plugin_updates: false,
    check_for_updates: false,
    feedback_links_enabled: false,
    reporting_enabled: false,
  },
  auth: { disable_login_form: false },
  'auth.anonymous': { enabled: false },
  dashboards: { min_refresh_interval: '10s' },
  log: { mode: 'console' },
  'log.console': { format: 'json' },
  metrics: { enabled: true },
  news: { news_feed_enabled: false },
  plugins: { plugin_admin_enabled: false, preinstall_disabled: true, public_key_retrieval_disabled: true },
  public_dashboards: { enabled: false },
  security: { allow_embedding: false, cookie_samesite: 'lax', disable_gravatar: true },
  snapshots: { external_enabled: false },
  unified_storage: { index_path: SEARCH_PATH },
  users: { allow_sign_up: false, auto_assign_org_role: 'Viewer' },
};

/** What Grafana is told beside the props. */
export interface GrafanaSettings {
  readonly dataSources: readonly GrafanaDataSource[];
  /** What people type, with a slash at the end. */
  readonly rootUrl: string;
  /** File of the first page. */
  readonly home?: string | undefined;
}

/** All of grafana.ini, but for what users add. */
export function grafanaIni(props: GrafanaProps, { dataSources, rootUrl, home }: GrafanaSettings): Ini {
  const { database = GrafanaDatabase.sqlite(), authentication = GrafanaAuthentication.adminOnly() } = props;
  const { hostname, pathname, protocol } = new URL(rootUrl);
  const isSafe = protocol === 'https:';
  return merged(
    ALWAYS,
    database._ini,
    {
      server: {
        http_port: GRAFANA_PORT,
        domain: hostname,
        root_url: rootUrl,
        serve_from_sub_path: pathname !== '/',
      },
      security: {
        admin_user: props.admin.user ?? 'admin',
        cookie_secure: isSafe,
        strict_transport_security: isSafe,
      },
      unified_alerting: { enabled: props.alerting ?? false },
      ...(home !== undefined && { dashboards: { default_home_dashboard_path: home } }),
    },
    authentication._model.ini,
    ...dataSources.map(({ _model }) => _model.ini ?? {}),
  );
}

/** `section.key` of the user as sections: names of sections have points of their own. */
export function ownIni(settings: GrafanaProps['settings'] = {}): Ini {
  return merged(
    ...Object.entries(settings).map(([name, value]) => {
      const [section, key] = settingName(name);
      return { [section]: { [key]: value } };
    }),
  );
}

/** Section and key of a setting. */
export function settingName(name: string): readonly [section: string, key: string] {
  const point = name.lastIndexOf('.');
  return [name.slice(0, Math.max(0, point)), name.slice(point + 1)];
}

/** The variable by which the file of data sources names a secret. */
export function secretVariable({ uid }: GrafanaDataSource, key: string): string {
  return `DATA_SOURCE_${uid}_${key}`.replaceAll(/[^A-Za-z0-9]/g, '_').toUpperCase();
}

/** All secrets by the variable that has them. */
export function grafanaSecrets(
  props: GrafanaProps,
  dataSources: readonly GrafanaDataSource[],
): { [variable: string]: SecretSource } {
  return {
    GF_SECURITY_ADMIN_PASSWORD: props.admin.password,
    GF_SECURITY_SECRET_KEY: props.secretKey,
    ...props.database?._secrets,
    ...props.authentication?._model.secrets,
    ...Object.fromEntries(
      dataSources.flatMap((source) =>
        Object.entries(source._model.secrets ?? {}).map(([key, secret]) => [secretVariable(source, key), secret]),
      ),
    ),
  };
}

/** Memory that it asks for and may not exceed. */
export function memoryOf({ memory = Size.mebibytes(256), memoryLimit }: GrafanaProps): {
  readonly memory: Size;
  readonly limit: Size;
} {
  return { memory, limit: memoryLimit ?? Size.mebibytes(2 * mebibytes(memory)) };
}
