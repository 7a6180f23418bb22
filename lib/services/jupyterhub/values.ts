import { Duration, Size } from 'cdk8s';
import type { SecretSource } from '../../core/secrets';
import { HubPort, type HubPlaces } from './names';
import type { JupyterHubProps } from './props';
import { spawnerTraits, type ProfileOffer } from './spawner';
import { NotebookStorage } from './storage';

/** Variable with the token of the hub at the proxy; hub and proxy both know it by this name. */
export const PROXY_TOKEN_VARIABLE = 'CONFIGPROXY_AUTH_TOKEN';

export const CULLER = { idleTimeout: Duration.hours(1), interval: Duration.minutes(10) };
const CULLER_NAME = 'idle-culler';

/** What the loader reads. */
export interface HubValues {
  readonly traits: { readonly [trait: string]: unknown };
  /** Variables that hold the values of settings. */
  readonly secrets: { readonly [trait: string]: string };
  readonly profiles: readonly ProfileOffer[];
}

/** Everything of the configuration but secrets. Where a setting is given freely, it is the last. */
export function hubValues(props: JupyterHubProps, places: HubPlaces, profiles: readonly ProfileOffer[]): HubValues {
  const { authenticator, database, storage = NotebookStorage.perUser({ size: Size.gibibytes(10) }) } = props;
  return {
    traits: {
      ...addressTraits(props, places),
      ...database._traits,
      ...authenticator._traits,
      ...accessTraits(props),
      ...cullerTraits(props, places),
      ...spawnerTraits(places, storage),
      ...props.traits,
    },
    secrets: Object.fromEntries(Object.keys(secretTraits(props)).map((trait) => [trait, variableOf(trait)])),
    profiles,
  };
}

/** Secrets that settings take their values from, each by a variable of its own. */
export function secretTraits({ authenticator, database }: JupyterHubProps): { [trait: string]: SecretSource } {
  return { ...authenticator._secrets, ...(database._url && { 'JupyterHub.db_url': database._url }) };
}

/** `OAuthenticator.client_secret` → `OAUTHENTICATOR_CLIENT_SECRET`. */
export function variableOf(trait: string): string {
  return trait.replace('.', '_').toUpperCase();
}

function addressTraits({ ui, authenticator, secrets, upgradeDatabase }: JupyterHubProps, places: HubPlaces) {
  const { base, hubUrl, proxy, namespace } = places;
  return {
    'JupyterHub.base_url': base,
    'JupyterHub.hub_bind_url': `http://:${HubPort.HUB}`,
    'JupyterHub.hub_connect_url': hubUrl,
    ...(ui && { 'JupyterHub.public_url': ui.url }),
    ...(ui && authenticator._oauth && { 'OAuthenticator.oauth_callback_url': `${ui.url}hub/oauth_callback` }),
    // Notebooks outlive the hub: a new one finds them in its database.
    'JupyterHub.cleanup_servers': false,
    'JupyterHub.concurrent_spawn_limit': 64,
    'JupyterHub.last_activity_interval': 60,
    // Users wait on the page of the spawner and not in a request.
    'JupyterHub.tornado_settings': { slow_spawn_timeout: 0 },
    ...(upgradeDatabase === true && { 'JupyterHub.upgrade_db': true }),
    'ConfigurableHTTPProxy.should_start': false,
    'ConfigurableHTTPProxy.api_url': `http://${proxy.name}-api.${namespace}.svc:${HubPort.PROXY_API}`,
    ...(secrets.cryptKeys && { 'Authenticator.enable_auth_state': true }),
  };
}

function accessTraits({ access, authenticator }: JupyterHubProps): { [trait: string]: unknown } {
  const { everyone = false, users = [], groups = [], admins = [], adminGroups = [] } = access;
  const groupClass = authenticator._groupClass;
  return {
    ...(everyone && { 'Authenticator.allow_all': true }),
    ...(users.length > 0 && { 'Authenticator.allowed_users': [...users] }),
    ...(admins.length > 0 && { 'Authenticator.admin_users': [...admins] }),
    ...(groupClass !== undefined && groups.length > 0 && { [`${groupClass}.allowed_groups`]: [...groups] }),
    ...(groupClass !== undefined && adminGroups.length > 0 && { [`${groupClass}.admin_groups`]: [...adminGroups] }),
  };
}

function cullerTraits({ culler = {} }: JupyterHubProps, { base }: HubPlaces): { [trait: string]: unknown } {
  const { enabled = true, maxAge } = culler;
  const { idleTimeout, interval } = { ...CULLER, ...culler };
  if (!enabled) return {};
  return {
    'JupyterHub.services': [
      {
        name: CULLER_NAME,
        command: [
          'python3',
          '-m',
          'jupyterhub_idle_culler',
          // Within the pod: the hub's own policy does not let it call its Service.
          `--url=http://localhost:${HubPort.HUB}${base}hub/api`,
          `--timeout=${idleTimeout.toSeconds()}`,
          `--cull-every=${interval.toSeconds()}`,
          ...(maxAge === undefined ? [] : [`--max-age=${maxAge.toSeconds()}`]),
        ],
      },
    ],
    'JupyterHub.load_roles': [
      {
        name: CULLER_NAME,
        scopes: ['list:users', 'read:users:activity', 'read:servers', 'delete:servers'],
        services: [CULLER_NAME],
      },
    ],
  };
}
