import type { Finding } from '../../core/rules';
import { HUB_RULES } from './rules';

/** What a setting takes. */
type TraitType = 'count' | 'number' | 'boolean' | 'text' | 'texts' | 'numbers' | 'map';

const FITS: { readonly [type in TraitType]: (value: unknown) => boolean } = {
  count: (value) => Number.isInteger(value) && Number(value) >= 0,
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  boolean: (value) => typeof value === 'boolean',
  text: (value) => typeof value === 'string',
  texts: (value) => Array.isArray(value) && value.every((one) => typeof one === 'string'),
  numbers: (value) => Array.isArray(value) && value.every((one) => Number.isFinite(one)),
  map: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

/**
 * Settings that may be given freely, by class and name. What the hub decides is not among them, nor what would lose the
 * database, answer yes to questions or switch checks of certificates off.
 *
 * @see https://jupyterhub.readthedocs.io/en/5.5.0/reference/config-reference.html
 * @see https://jupyterhub-kubespawner.readthedocs.io/en/latest/spawner.html
 */
export const HUB_TRAITS: { readonly [trait: string]: TraitType } = {
  ...of('JupyterHub', {
    active_server_limit: 'count',
    active_user_window: 'count',
    activity_resolution: 'count',
    allow_named_servers: 'boolean',
    api_page_default_limit: 'count',
    api_page_max_limit: 'count',
    authenticate_prometheus: 'boolean',
    cleanup_servers: 'boolean',
    concurrent_spawn_limit: 'count',
    cookie_host_prefix_enabled: 'boolean',
    cookie_max_age_days: 'number',
    custom_scopes: 'map',
    db_kwargs: 'map',
    debug_db: 'boolean',
    default_server_name: 'text',
    default_url: 'text',
    implicit_spawn_seconds: 'number',
    init_spawners_timeout: 'count',
    last_activity_interval: 'count',
    load_groups: 'map',
    logo_file: 'text',
    named_server_limit_per_user: 'count',
    oauth_token_expires_in: 'count',
    proxy_check_interval: 'count',
    redirect_to_server: 'boolean',
    service_check_interval: 'count',
    shutdown_on_logout: 'boolean',
    statsd_host: 'text',
    statsd_port: 'count',
    statsd_prefix: 'text',
    template_paths: 'texts',
    template_vars: 'map',
    token_expires_in_max_seconds: 'count',
    tornado_settings: 'map',
  }),
  ...of('Authenticator', {
    allow_existing_users: 'boolean',
    auth_refresh_age: 'count',
    auto_login: 'boolean',
    blocked_users: 'texts',
    delete_invalid_users: 'boolean',
    refresh_pre_spawn: 'boolean',
    username_map: 'map',
    username_pattern: 'text',
  }),
  ...of('OAuthenticator', {
    allowed_scopes: 'texts',
    basic_auth: 'boolean',
    custom_403_message: 'text',
    enable_pkce: 'boolean',
    extra_authorize_params: 'map',
    http_request_kwargs: 'map',
    login_service: 'text',
    logout_redirect_url: 'text',
    token_params: 'map',
    userdata_params: 'map',
    userdata_token_method: 'text',
  }),
  ...of('Spawner', {
    args: 'texts',
    consecutive_failure_limit: 'count',
    debug: 'boolean',
    default_url: 'text',
    disable_user_config: 'boolean',
    http_timeout: 'count',
    notebook_dir: 'text',
    poll_interval: 'count',
    poll_jitter: 'number',
  }),
  ...of('KubeSpawner', {
    delete_grace_period: 'count',
    delete_pvc: 'boolean',
    delete_stopped_pods: 'boolean',
    events_enabled: 'boolean',
    extra_annotations: 'map',
    extra_resource_guarantees: 'map',
    extra_resource_limits: 'map',
    k8s_api_request_retry_timeout: 'count',
    k8s_api_request_timeout: 'count',
    k8s_api_threadpool_workers: 'count',
    lifecycle_hooks: 'map',
    scheduler_name: 'text',
    storage_extra_annotations: 'map',
    storage_extra_labels: 'map',
    supplemental_gids: 'numbers',
    working_dir: 'text',
  }),
  ...of('ConfigurableHTTPProxy', { check_running_interval: 'count', concurrency: 'count' }),
};

/** Settings that a prop decides, and the prop. Those of no prop are refused for the reason given. */
export const OWNED_TRAITS: { readonly [trait: string]: string } = {
  'JupyterHub.authenticator_class': 'authenticator',
  'JupyterHub.base_url': 'ui: the prefix of its address',
  'JupyterHub.bind_url': 'ui: the prefix of its address',
  'JupyterHub.public_url': 'ui',
  'JupyterHub.cookie_secret': 'secrets.cookie',
  'JupyterHub.db_url': 'database',
  'JupyterHub.reset_db': 'database, which nobody empties by a setting',
  'JupyterHub.upgrade_db': 'upgradeDatabase',
  'JupyterHub.load_roles': 'culler; further roles belong into extraConfig',
  'JupyterHub.services': 'culler; further services belong into extraConfig',
  'JupyterHub.spawner_class': 'nothing: KubeSpawner',
  'JupyterHub.admin_users': 'access.admins',
  'Authenticator.admin_users': 'access.admins',
  'Authenticator.allow_all': 'access.everyone',
  'Authenticator.allowed_users': 'access.users',
  'Authenticator.enable_auth_state': 'secrets.cryptKeys',
  'Authenticator.manage_groups': 'authenticator',
  'OAuthenticator.allowed_groups': 'access.groups',
  'OAuthenticator.admin_groups': 'access.adminGroups',
  'OAuthenticator.client_secret': 'authenticator',
  'OAuthenticator.oauth_callback_url': 'ui',
  'ConfigurableHTTPProxy.auth_token': 'secrets.proxyToken',
  'DummyAuthenticator.password': 'authenticator',
  'Spawner.environment': 'env of each profile',
  'Spawner.start_timeout': 'startTimeout of each profile',
  'KubeSpawner.allow_privilege_escalation': 'nothing: Pod Security restricted',
  'KubeSpawner.automount_service_account_token': 'the account of a client-mode profile',
  'KubeSpawner.container_security_context': 'nothing: Pod Security restricted',
  'KubeSpawner.enable_user_namespaces': 'nothing: it needs rights in the whole cluster',
  'KubeSpawner.image': 'image of each profile',
  'KubeSpawner.namespace': 'namespace',
  'KubeSpawner.pod_security_context': 'nothing: Pod Security restricted',
  'KubeSpawner.privileged': 'nothing: Pod Security restricted',
  'KubeSpawner.profile_list': 'profiles',
  'KubeSpawner.service_account': 'the account of a client-mode profile',
  'KubeSpawner.storage_capacity': 'storage',
  'KubeSpawner.storage_class': 'storage',
};

function of(owner: string, traits: { readonly [name: string]: TraitType }): { [trait: string]: TraitType } {
  return Object.fromEntries(Object.entries(traits).map(([name, type]) => [`${owner}.${name}`, type]));
}

/** Findings for settings that are given freely. */
export function traitFindings(traits: { readonly [trait: string]: unknown } = {}): Finding[] {
  return Object.entries(traits).flatMap(([trait, value]): Finding[] => {
    const at = `traits["${trait}"]`;
    const owner = OWNED_TRAITS[trait];
    if (owner !== undefined) return [{ rule: HUB_RULES.ownedTrait, at, value, because: `it is ${owner}` }];
    const type = HUB_TRAITS[trait];
    if (type === undefined) return [{ rule: HUB_RULES.unknownTrait, at, value }];
    return FITS[type](value) ? [] : [{ rule: HUB_RULES.traitType, at, value, because: `it takes a ${type}` }];
  });
}

/** Findings for blocks of Python. */
export function blockFindings(blocks: { readonly [key: string]: string } = {}): Finding[] {
  return Object.entries(blocks).flatMap(([key, block]): Finding[] => [
    ...(/^[A-Za-z0-9]([A-Za-z0-9-]{0,60}[A-Za-z0-9])?$/.test(key)
      ? []
      : [{ rule: HUB_RULES.extraKey, at: 'extraConfig', value: key }]),
    ...[...block.matchAll(/^\s*c\.(\w+\.\w+)\s*=[^=]/gm)].flatMap(([, trait = '']) => {
      const owner = OWNED_TRAITS[trait];
      if (owner === undefined) return [];
      return [{ rule: HUB_RULES.ownedTrait, at: `extraConfig["${key}"]`, value: trait, because: `it is ${owner}` }];
    }),
  ]);
}
